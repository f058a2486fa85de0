import {spawn} from '@lydell/node-pty'
import {spawnSync} from 'node:child_process'
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {stripVTControlCharacters} from 'node:util'
import {beforeAll, describe, expect, test} from 'vitest'
import {shellOf} from '../../../src/lib/operations/exec/shell/program.js'
import {startShell} from '../../../src/lib/operations/exec/shell/start.js'
import {awsup, awsupJson, BINARY, emptyFolder, makeTemplate, surroundings} from '../../_helpers/cli.js'
import {openAwsShell} from '../../_helpers/worlds/aws-shell.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

const template = await makeTemplate()
let project: string
beforeAll(() => {
  project = template()
})

const pathOf = (program: string): string | undefined => {
  const {status, stdout} = spawnSync('sh', ['-c', `command -v ${program}`], {encoding: 'utf8'})
  return status === 0 ? stdout.trim() : undefined
}

interface Opened {
  readonly see: (text: string) => Promise<void>
  readonly type: (line: string) => void
  readonly shown: () => string
  readonly raw: () => string
  readonly ended: Promise<number>
}

interface Setting {
  readonly shell: string
  readonly home: string
  readonly temporary: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/** `awsup shell` on a terminal, with a home and a folder for temporary files of its own. */
function openShell({shell, home, temporary, args = ['dev'], env = {}}: Setting): Opened {
  const child = spawn(process.execPath, [BINARY, 'shell', ...args], {
    ...{name: 'xterm-256color', cols: 400, rows: 50, cwd: project},
    env: {
      ...surroundings(home),
      ...{NO_COLOR: '', TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', SHELL: shell, TMPDIR: temporary},
      ...{PATH: process.env['PATH'] ?? '', ...env},
    },
  })
  let raw = ''
  let over = false
  child.onData((data) => {
    raw += data
    // fish asks what terminal it is on, and waits for the answer (ECMA-48, primary device attributes).
    if (data.includes('\u001b[c') || data.includes('\u001b[0c')) child.write('\u001b[?62;22c')
  })
  const ended = new Promise<number>((resolve) =>
    child.onExit(({exitCode}) => {
      over = true
      resolve(exitCode)
    }),
  )
  const shown = (): string => stripVTControlCharacters(raw)
  return {
    shown,
    raw: () => raw,
    ended,
    type: (line) => child.write(`${line}\r`),
    see: async (text) => {
      const deadline = Date.now() + 90_000
      while (!shown().includes(text)) {
        if (over || Date.now() > deadline) throw new Error(`never saw ${text}; the screen:\n${shown()}`)
        await setTimeout(20)
      }
    },
  }
}

/** Without what shells themselves leave there. */
const ofAwsup = (folder: string): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('awsup'))

/** What a user's own file says: a prompt, a word, and AWS credentials of somewhere else. */
const OWN = `PS1='mine> '\nMINE=yes\nexport AWS_PROFILE=elsewhere AWS_ACCESS_KEY_ID=AKIAELSEWHERE AWS_REGION=mars\n`
const OWN_FISH = `function fish_prompt; echo -n 'mine> '; end\nset -g MINE yes\nset -gx AWS_PROFILE elsewhere\nset -gx AWS_ACCESS_KEY_ID AKIAELSEWHERE\nset -gx AWS_REGION mars\n`

interface Told {
  readonly name: string
  /** Below the home. */
  readonly file: string
  readonly own: string
  /** Prints one line: what the shell's variables say. */
  readonly print: string
}

const PRINT = `echo "told:$MINE:$AWSUP_ENV:$AWSUP_ACCOUNT:$AWSUP_ROLE:$AWSUP_PROTECTED:\${AWS_PROFILE}:\${AWS_ACCESS_KEY_ID%%[A-Z0-9][A-Z0-9]*[A-Z0-9]}:$AWS_REGION:$(env | grep -c AWSUP_KEEP)"`
const PRINT_FISH = `echo "told:$MINE:$AWSUP_ENV:$AWSUP_ACCOUNT:$AWSUP_ROLE:$AWSUP_PROTECTED:$AWS_PROFILE:"(string replace -r '^ASIA.*' '' $AWS_ACCESS_KEY_ID)":$AWS_REGION:"(env | grep -c AWSUP_KEEP)`

const SHELLS: readonly Told[] = [
  {name: 'bash', file: '.bashrc', own: OWN, print: PRINT},
  {name: 'zsh', file: '.zshrc', own: OWN, print: PRINT},
  {name: 'fish', file: '.config/fish/config.fish', own: OWN_FISH, print: PRINT_FISH},
]

describe.each(SHELLS)('$name', ({name, file, own, print}) => {
  const shell = pathOf(name)
  if (shell === undefined) console.log(`test/commands/exec: ${name} is not installed here, its tests are skipped`)

  const openHome = (): {readonly home: string; readonly temporary: string; readonly path: string} => {
    const home = emptyFolder()
    const path = join(home, file)
    mkdirSync(join(path, '..'), {recursive: true})
    writeFileSync(path, own)
    // fish would fill it in the background, beyond the test.
    mkdirSync(join(home, '.local/share/fish/generated_completions'), {recursive: true})
    return {home, temporary: emptyFolder(), path}
  }

  test.skipIf(shell === undefined)(
    'marks the prompt, has the environment’s credentials whatever the user’s own file sets, and leaves nothing behind',
    async () => {
      const {home, temporary, path} = openHome()
      const terminal = openShell({shell: shell ?? '', home, temporary})
      await terminal.see('(acme dev) mine> ')
      // Gone as soon as it is read: also where awsup is killed.
      expect(ofAwsup(temporary)).toEqual([])
      terminal.type(print)
      const account = idOnRecord(project, 'dev', 'account')
      await terminal.see(`told:yes:dev:${account}:OrganizationAccountAccessRole:false:::us-east-1:0`)
      terminal.type('exit 7')
      expect(await terminal.ended, terminal.shown()).toBe(7)
      expect(terminal.shown()).toContain(`a shell in dev, account ${account}, as OrganizationAccountAccessRole, until `)
      expect(readFileSync(path, 'utf8')).toBe(own)
      expect(ofAwsup(temporary)).toEqual([])
    },
  )

  test.skipIf(shell === undefined)('says PROTECTED in red where the environment is protected', async () => {
    const {home, temporary} = openHome()
    const terminal = openShell({shell: shell ?? '', home, temporary, args: ['prod']})
    await terminal.see('(acme prod PROTECTED) mine> ')
    expect(terminal.shown()).toContain('a shell in prod (protected), ')
    // The last escape before the marker that sets a colour sets red.
    const before = terminal.raw().split('(acme prod PROTECTED)')[0] ?? ''
    expect([...before.matchAll(/\u001b\[[\d;]*m/g)].map(([code]) => code).join('')).toMatch(/31m/)
    terminal.type('exit')
    expect(await terminal.ended).toBe(0)
  })
})

const bash = pathOf('bash')

test.skipIf(bash === undefined)('Ctrl-C is the shell’s: it stays, and so does awsup', async () => {
  const home = emptyFolder()
  const terminal = openShell({shell: bash ?? '', home, temporary: emptyFolder()})
  await terminal.see('(acme dev) ')
  // It says itself that it runs: a key that comes before is the shell's own.
  terminal.type(`${process.execPath} -e 'console.log("run" + "ning"); setInterval(() => {}, 1000)'`)
  await terminal.see('running')
  terminal.type('\u0003')
  terminal.type('echo "still $((40 + 2))"')
  await terminal.see('still 42')
  terminal.type('exit 3')
  expect(await terminal.ended).toBe(3)
})

test.skipIf(bash === undefined)('a prompt that a program draws anew each time is marked each time', async () => {
  const home = emptyFolder()
  writeFileSync(join(home, '.bashrc'), `draw() { PS1="drawn $((++n))> "; }\nPROMPT_COMMAND='draw;'\n`)
  const terminal = openShell({shell: bash ?? '', home, temporary: emptyFolder()})
  await terminal.see('(acme dev) drawn 1> ')
  terminal.type('')
  await terminal.see('(acme dev) drawn 2> ')
  terminal.type('exit')
  expect(await terminal.ended, terminal.shown()).toBe(0)
})

test.skipIf(pathOf('zsh') === undefined)(
  'zsh reads the user’s files of ZDOTDIR, and keeps its history there',
  async () => {
    const [home, own] = [emptyFolder(), emptyFolder()]
    writeFileSync(join(home, '.zshenv'), `export ZDOTDIR='${own}'\n`)
    writeFileSync(join(own, '.zshrc'), `PS1='own> '\n`)
    const temporary = emptyFolder()
    const terminal = openShell({shell: pathOf('zsh') ?? '', home, temporary})
    await terminal.see('(acme dev) own> ')
    terminal.type('echo "at:$ZDOTDIR:${HISTFILE:-none}:"')
    await terminal.see(`at:${own}:`)
    expect(terminal.shown()).not.toContain(`at:${own}:${temporary}`)
    terminal.type('exit')
    expect(await terminal.ended).toBe(0)
  },
)

test.skipIf(bash === undefined)('a shell inside a shell says so, and that exit leads back', async () => {
  const outer = {AWSUP_ENV: 'dev', AWSUP_ACCOUNT: '111122223333', AWS_ACCESS_KEY_ID: 'ASIAXXXXXXXXXXXXXXXX'}
  const settings = {shell: bash ?? '', home: emptyFolder(), temporary: emptyFolder()}
  const terminal = openShell({...settings, args: ['prod'], env: outer})
  await terminal.see('inside the shell of dev')
  await terminal.see('(acme prod PROTECTED) ')
  terminal.type('exit')
  expect(await terminal.ended).toBe(0)
})

test.skipIf(pathOf('sh') === undefined)('sh is marked by PS1 alone', async () => {
  const terminal = openShell({shell: pathOf('sh') ?? '', home: emptyFolder(), temporary: emptyFolder()})
  await terminal.see('(acme dev) $ ')
  terminal.type('exit 5')
  expect(await terminal.ended).toBe(5)
})

test('with --json the shell is shown on stderr, and stdout is one document with its exit code', async () => {
  const script = `exec "$0" "$1" shell dev --json >"$OUT"`
  const out = join(emptyFolder(), 'out')
  const child = spawn('/bin/sh', ['-c', script, process.execPath, BINARY], {
    ...{name: 'xterm', cols: 200, rows: 50, cwd: project},
    env: {...surroundings(emptyFolder()), SHELL: '/bin/sh', OUT: out, TERM: 'xterm'},
  })
  child.write('exit 9\r')
  expect(await new Promise((resolve) => child.onExit(({exitCode}) => resolve(exitCode)))).toBe(9)
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ok: true, command: 'shell', result: {exitCode: 9}})
})

test('without a terminal it is refused, and exec is named', async () => {
  const {code, error} = await awsupJson(project, ['shell', 'dev'])
  expect({code, error}).toMatchObject({code: 2, error: {hint: expect.stringContaining('awsup exec dev --') as string}})
})

test('a shell that does not exist ends as exec does', async () => {
  const terminal = openShell({shell: '/nowhere/bash', home: emptyFolder(), temporary: emptyFolder()})
  expect(await terminal.ended).toBe(127)
  expect(terminal.shown()).toContain('/nowhere/bash')
})

describe('awsup itself in a shell that it started', () => {
  const insideOf = async (names: string, env: Readonly<Record<string, string>>, folder: string) => {
    const script = `console.log(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => ${names}.test(name)))))`
    const {stdout} = await awsup(folder, ['exec', 'dev', '--', process.execPath, '-e', script], {env})
    return JSON.parse(stdout) as Readonly<Record<string, string>>
  }

  test('says whose credentials these are where it needs the management account’s, and whoami answers', async () => {
    const {folder, env} = await openAwsShell(template())
    const inside = {...env, ...(await insideOf('/^AWS(UP)?_/', env, folder))}
    const account = idOnRecord(folder, 'dev', 'account')
    expect(inside).toMatchObject({AWSUP_ENV: 'dev', AWSUP_ACCOUNT: account, AWSUP_PROTECTED: 'false'})
    for (const args of [['plan'], ['exec', 'prod', '--', 'true']]) {
      const {code, error} = await awsupJson(folder, args, {env: inside})
      expect({code, error}).toMatchObject({
        code: 5,
        error: {
          code: 'WRONG_ACCOUNT',
          message: expect.stringContaining(`these are the credentials of dev (account ${account})`) as string,
          hint: expect.stringContaining('exit') as string,
        },
      })
    }
    const elsewhere = emptyFolder()
    const {code, result} = await awsupJson(elsewhere, ['whoami'], {env: inside})
    expect(code).toBe(0)
    expect(result).toMatchObject({accountId: account})
  })

  test('says that the session has ended, when it has, before anything is called', async () => {
    const {folder, env, sandbox} = await openAwsShell(template())
    const ended = '2026-01-02T03:04:05.000Z'
    const inside = {...env, ...(await insideOf('/^AWS(UP)?_/', env, folder)), AWS_CREDENTIAL_EXPIRATION: ended}
    const before = sandbox.callSummary().total
    for (const args of [['plan'], ['whoami'], ['credentials', 'dev']]) {
      const {code, error} = await awsupJson(folder, args, {env: inside})
      expect({code, error}).toMatchObject({
        code: 3,
        error: {
          code: 'SESSION_ENDED',
          message: `the session of this shell (dev) ended at ${ended}`,
          hint: expect.stringContaining('awsup shell dev') as string,
        },
      })
    }
    expect(sandbox.callSummary().total).toBe(before)
  })

  test('in the sandbox, which has keys of its own, the end is a warning', async () => {
    const env = {
      ...{AWSUP_ENV: 'dev', AWSUP_ACCOUNT: '111122223333', AWS_ACCESS_KEY_ID: 'ASIAXXXXXXXXXXXXXXXX'},
      AWS_CREDENTIAL_EXPIRATION: '2026-01-02T03:04:05Z',
    }
    const {code, stderr} = await awsup(project, ['whoami'], {env})
    expect(code).toBe(0)
    expect(stderr).toContain('the session of this shell (dev) ended at 2026-01-02T03:04:05.000Z')
  })
})

describe('which shell, and how', () => {
  const SYSTEM = String.raw`C:\Windows\system32\WindowsPowerShell\v1.0\Modules`
  const PROGRAMS = String.raw`C:\Program Files\WindowsPowerShell\Modules`

  test.each([
    [{SHELL: '/bin/zsh'}, 'linux', {file: '/bin/zsh', family: 'zsh'}],
    [{SHELL: ''}, 'linux', {file: '/bin/sh', family: 'posix'}],
    [{SHELL: '/opt/bin/nu'}, 'darwin', {file: '/opt/bin/nu', family: 'other'}],
    [{PSModulePath: `${PROGRAMS};${SYSTEM}`, ComSpec: 'C:\\cmd.exe'}, 'win32', {file: 'C:\\cmd.exe', family: 'cmd'}],
    [
      {PSModulePath: String.raw`C:\Users\a\Documents\WindowsPowerShell\Modules;${PROGRAMS};${SYSTEM}`},
      'win32',
      {file: 'powershell.exe', family: 'powershell'},
    ],
    [
      {
        PSModulePath: String.raw`C:\Users\a\Documents\PowerShell\Modules;C:\Program Files\PowerShell\7\Modules;${SYSTEM}`,
      },
      'win32',
      {file: 'pwsh.exe', family: 'powershell'},
    ],
  ] as const)('%j on %s is %j', (env, platform, shell) => {
    expect(shellOf(env, platform)).toEqual(shell)
  })

  test('no secret is in an argument or a file of any of them', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'ASIAKEY',
      AWS_SECRET_ACCESS_KEY: 'hush',
      AWS_SESSION_TOKEN: 'hush',
      AWSUP_ENV: 'dev',
    }
    for (const family of ['bash', 'zsh', 'fish', 'posix', 'powershell', 'cmd', 'other'] as const) {
      const marker = {text: '(acme dev)', protected: false, coloured: true}
      const start = startShell({program: {file: family, family}, marker, folder: '/tmp/x', env})
      expect(JSON.stringify([start.argv, start.files]), family).not.toMatch(/hush|ASIAKEY/)
    }
  })
})

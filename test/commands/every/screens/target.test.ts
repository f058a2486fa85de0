import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createServer} from 'node:net'
import {readdirSync} from 'node:fs'
import {beforeAll, describe, expect, test} from 'vitest'
import {
  awsup,
  awsupJson,
  BINARY,
  emptyFolder,
  INIT,
  makeTemplate,
  read,
  sandboxOf,
  surroundings,
  write,
} from '../../../_helpers/cli.js'
import {idOnRecord, textsOf} from '../../../_helpers/worlds/project-world.js'
import {openTerminal} from '../../../_helpers/processes/terminal.js'

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

const ASKED = INIT.filter((word) => word !== '--yes')

describe('production looks like production', () => {
  test('where it is switched on', async () => {
    const project = copy()
    expect((await awsup(project, ['env', 'switch', 'prod'])).stdout).toMatch(
      /^Switched to prod \(protected, sandbox, account \d{12}\)\n/,
    )
    expect((await awsup(project, ['env', 'switch', 'dev'])).stdout).toMatch(/^Switched to dev \(sandbox, account/)
    expect((await awsup(project, ['env', 'current'])).stdout).toBe('dev\n')
  })

  test('where a command runs in it, on a terminal alone', async () => {
    const project = copy()
    const command = ['--', process.execPath, '-e', '0']
    const prod = openTerminal(project, ['exec', 'prod', ...command])
    expect(await prod.ended).toBe(0)
    expect(prod.shown()).toContain(`awsup: in prod (protected), account ${idOnRecord(project, 'prod', 'account')}`)
    const dev = openTerminal(project, ['exec', 'dev', ...command])
    expect(await dev.ended).toBe(0)
    expect(dev.shown()).not.toContain('awsup:')
    expect(await awsup(project, ['exec', 'prod', ...command])).toMatchObject({stdout: '', stderr: ''})
  })

  test('where a user is created in it', async () => {
    const project = copy()
    const {stderr} = await awsup(project, ['user', 'create', 'ann', '--env', 'dev', '--env', 'prod'])
    expect(stderr).toContain('awsup: creating ann in dev and prod (protected)\n')
    expect((await awsup(project, ['user', 'create', 'bob', '--env', 'dev'])).stderr).not.toContain('creating bob')
  })
})

describe('a plan', () => {
  test('says first who acts and where; the question names what is done, and where', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', `${yaml}users:\n  ann: { environments: [dev, prod] }\n`)
    const {stdout} = await awsup(project, ['plan'])
    const management = (await sandboxOf(project)).credentials('admin').accountId
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(/^target +sandbox \(nothing here reaches AWS\)$/)
    expect(lines[1]).toBe(`management account  ${management}`)
    expect(lines[2]).toMatch(new RegExp(`^identity +arn:aws:iam::${management}:user/`))
    expect(lines).toContain(`environment dev, account ${idOnRecord(project, 'dev', 'account')}, us-east-1`)
    expect(lines).toContain(
      `environment prod (protected), account ${idOnRecord(project, 'prod', 'account')}, us-east-1`,
    )

    const terminal = openTerminal(project, ['apply'])
    await terminal.see(/Create \d+ resources in the sandbox: dev and prod \(protected\)\?/)
    terminal.enter('n')
    expect(await terminal.ended).toBe(130)
  })

  test('folds settings that nobody chose and that can never change into one line', async () => {
    const {stdout} = await awsup(emptyFolder(), [...ASKED, '--dry-run'])
    expect(stdout.match(/cannot be changed later/gi)).toHaveLength(1)
    expect(stdout).toMatch(
      /^Cannot be changed later \(default values\): user-pool signIn: \["email"\]; .*requiredAttributes: none/m,
    )
  })
})

describe('org init', () => {
  test('--dry-run shows the plan, writes nothing at all and ends with 0, with --yes too', async () => {
    for (const more of [[], ['--yes']]) {
      const project = emptyFolder()
      const {code, stdout} = await awsup(project, [...ASKED, '--dry-run', ...more])
      expect(code).toBe(0)
      expect(stdout).toContain('Plan: 16 to create')
      expect(stdout).toContain('nothing was made, and nothing was written')
      expect(readdirSync(project)).toEqual([])
    }
  })

  test('--dry-run --json answers the plan', async () => {
    const project = emptyFolder()
    const {code, result} = await awsupJson(project, [...ASKED, '--dry-run'])
    expect(code).toBe(0)
    expect(result).toMatchObject({dryRun: true, target: 'sandbox', plan: {summary: {create: 16}}})
    expect(readdirSync(project)).toEqual([])
  })

  test('--dry-run changes nothing where awsup.yaml exists', async () => {
    const project = copy()
    const before = textsOf(project)
    const sandbox = await sandboxOf(project)
    sandbox.resetCalls()
    const {code, stdout} = await awsup(project, ['org', 'init', '--dry-run'])
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing to do')
    expect(sandbox.callSummary().mutating).toBe(0)
    expect(textsOf(project)).toEqual(before)
  })

  test('without a terminal shows the plan, then says that --yes is needed, and leaves nothing behind', async () => {
    const project = emptyFolder()
    const {code, stdout, stderr} = await awsup(project, ASKED)
    expect(code).toBe(2)
    expect(stdout).toContain('Plan: 16 to create')
    expect(stderr).toContain('--yes is needed')
    expect(readdirSync(project)).toEqual([])
  })
})

describe('sandbox serve', () => {
  test('says that a port is taken, and how to choose another one', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    const {code, stderr} = await awsup(emptyFolder(), ['sandbox', 'serve', '--port', `${port}`])
    expect(code).toBe(5)
    expect(stderr).toContain(`port ${port} is taken`)
    expect(stderr).toContain('--port 0')
    taken.close()
  })

  test('listens on the port that files name, unless another one is asked for', async () => {
    const {stdout} = await awsup(emptyFolder(), ['sandbox', 'serve', '--help'])
    expect(stdout).toMatch(/--port=<value> +\[default: 4566\]/)
  })

  test('prints settings for a shell in which any client finds the sandbox, whatever was set there', async () => {
    const child = spawn(process.execPath, [BINARY, 'sandbox', 'serve', '--port', '0'], {
      cwd: emptyFolder(),
      env: surroundings(emptyFolder()),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      let shown = ''
      for await (const part of child.stdout) {
        shown += String(part)
        if (shown.includes('get-caller-identity')) break
      }
      const settings = new Map([...shown.matchAll(/^export (\w+)=(.+)$/gm)].map(([, name, value]) => [name, value]))
      expect([...settings.keys()]).toEqual([
        'AWS_ENDPOINT_URL',
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'AWS_REGION',
        'AWS_DEFAULT_REGION',
      ])
      expect(settings.get('AWS_DEFAULT_REGION')).toBe(settings.get('AWS_REGION'))
      expect(shown).toContain('\nunset AWS_PROFILE AWS_SESSION_TOKEN\n')
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
})

describe('the environment that is switched on is meant where none is named', () => {
  test('by env show and user list --pool', async () => {
    const project = copy()
    const none = await awsup(project, ['user', 'list', '--pool'])
    expect(none.code).toBe(5)
    expect(none.stderr).toContain('awsup env switch dev')
    expect((await awsup(project, ['env', 'show'])).code).toBe(5)
    expect((await awsup(project, ['env', 'switch', 'prod'])).code).toBe(0)
    expect((await awsup(project, ['env', 'show'])).stdout).toMatch(/^prod \(current, protected\)\n/)
    const list = await awsup(project, ['user', 'list', '--pool'])
    expect(list.code, list.stderr).toBe(0)
  })
})

test.each([
  [['exec'], '$ awsup exec <environment> [flags] -- <command> [<argument>...]'],
  [['user', 'create'], '$ awsup user create <name> [flags]'],
  [['env', 'switch'], '$ awsup env switch [<environment>] [flags]'],
  [['auth', 'client', 'rotate-secret'], '$ awsup auth client rotate-secret <client> --env <env> [flags]'],
])('help shows %j as people type it', async (words, usage) => {
  expect((await awsup(emptyFolder(), [...words, '--help'])).stdout).toContain(`\n  ${usage}\n`)
})

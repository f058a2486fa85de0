import {once} from 'node:events'
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildFixture, run, start} from './package.js'

let root: string
let remove: () => void

beforeAll(() => {
  ;({root, remove} = buildFixture())
})
afterAll(() => {
  remove()
})

const documentOf = (stdout: string): unknown => {
  expect(stdout.endsWith('\n')).toBe(true)
  expect(stdout.trimEnd()).not.toContain('\n')
  return JSON.parse(stdout)
}

describe('exit codes are those of the error, the same with and without --json', () => {
  test.each([
    ['usage', 2, 'USAGE'],
    ['manifest', 2, 'MANIFEST'],
    ['access', 3, 'ACCESS'],
    ['refused', 4, 'AWS_REFUSED'],
    ['conflict', 5, 'CONFLICT'],
    ['apply', 6, 'APPLY_INCOMPLETE'],
    ['cancelled', 130, 'CANCELLED'],
    ['bug', 1, 'UNFORESEEN'],
    ['text', 1, 'UNFORESEEN'],
  ])('%s → %i', (how, code, name) => {
    const human = run(root, ['fail', how])
    expect(human).toMatchObject({code, stdout: ''})
    expect(human.stderr).toContain('awsup: ')
    const machine = run(root, ['fail', how, '--json'])
    expect(machine.code).toBe(code)
    expect(documentOf(machine.stdout)).toMatchObject({ok: false, command: 'fail', error: {code: name, exitCode: code}})
  })

  test.each([
    ['an unknown flag', ['fail', 'usage', '--levl', '3'], 'unknown flag --levl; did you mean --level?'],
    ['a value of the wrong sort', ['fail', 'usage', '--level', 'x'], '--level: expected an integer but received: x'],
    ['a value that is no option', ['fail', 'usage', '--region', 'mars'], 'mars'],
    ['a missing argument', ['fail'], 'missing <how>'],
    ['one argument too many', ['fail', 'usage', 'more'], 'unexpected argument more'],
    ['a flag without its value', ['look', '--profile'], '--profile expects a value'],
    ['an unknown command', ['env', 'swich'], 'did you mean awsup env switch?'],
    ['an unknown topic', ['flail'], 'unknown command flail; did you mean awsup fail?'],
    ['a command that climbs', ['../x'], 'unknown command ../x'],
    ['an unknown flag and no command', ['--nope'], 'unknown flag --nope'],
    ['a folder that is none', ['look', '-C', '/nope/nope'], '--project-dir /nope/nope is not a folder'],
    ['help about what does not exist', ['help', 'nope'], 'unknown command nope'],
  ])('%s is a usage error, 2', (_title, argv, message) => {
    const human = run(root, argv)
    expect(human).toMatchObject({code: 2, stdout: ''})
    expect(human.stderr).toContain(message)
    expect(human.stderr).toContain('hint: ')
    const machine = run(root, [...argv, '--json'])
    if (argv.at(-1) !== '--profile') expect(machine).toMatchObject({code: 2, stderr: ''})
    expect(documentOf(machine.stdout)).toMatchObject({ok: false, error: {code: 'USAGE', exitCode: 2}})
  })

  test('a command that went well may still end with a code of its own', () => {
    expect(run(root, ['look', '--check']).code).toBe(10)
    expect(run(root, ['look', '--check', '--json']).code).toBe(10)
  })
})

describe('with --json', () => {
  test('stdout is one document: result and warnings, and stderr is silent', () => {
    const {code, stdout, stderr} = run(root, ['look', 'a', '--env', 'dev', 'b', '--env', 'prod', '--json'])
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(documentOf(stdout)).toMatchObject({
      ok: true,
      command: 'look',
      result: {argv: ['a', 'b'], env: ['dev', 'prod'], ids: {dev: '012'}, interactive: false},
      warnings: ['mind the \u001b[31mgap'],
    })
    expect(stdout).not.toContain('\u001b')
  })

  test('it may stand before the command, and is somebody else’s after --', () => {
    expect(documentOf(run(root, ['--json', 'env', 'switch', 'dev']).stdout)).toMatchObject({command: 'env switch'})
    expect(run(root, ['env', 'switch', '--', 'dev']).stdout).toBe('switched to dev\n')
    const {stdout} = run(root, ['look', 'dev', '--', '--json', 'x', 'x'])
    expect(stdout).toBe('looked\n')
    const passed = documentOf(run(root, ['look', 'dev', '--json', '--', '--json', 'x', 'dev', 'x']).stdout)
    expect(passed).toMatchObject({result: {argv: ['dev', '--json', 'x', 'dev', 'x']}})
  })

  test('a result that is nothing is still a document', () => {
    expect(documentOf(run(root, ['nothing', '--json']).stdout)).toEqual({
      ok: true,
      command: 'nothing',
      result: null,
      warnings: [],
    })
  })

  test('help and version are documents too', () => {
    expect(documentOf(run(root, ['--version', '--json']).stdout)).toMatchObject({ok: true, command: 'version'})
    expect(documentOf(run(root, ['env', 'switch', '--help', '--json']).stdout)).toMatchObject({
      ok: true,
      command: 'help',
    })
  })

  test('the stack of a bug is on stderr, never in the document', () => {
    const {stdout, stderr} = run(root, ['fail', 'bug', '--json'])
    expect(stderr).toContain('TypeError: undefined is not a function\n    at ')
    expect(stdout).not.toContain('    at ')
    expect(stdout).not.toContain(root)
  })
})

describe('for people', () => {
  test('an error says what, where and what to do', () => {
    expect(run(root, ['fail', 'manifest']).stderr).toBe(
      'awsup: warning: about to fail\nawsup: environments.prod has no region\n  awsup.yaml:14:12\n  hint: add one\n',
    )
  })

  test('control characters of a value are shown, not obeyed', () => {
    const {stderr} = run(root, ['fail', 'hostile'])
    expect(stderr).toContain(String.raw`environment \x1b[31mred\x00\n\u202e is unknown`)
    expect(stderr).toContain(String.raw`a\x1b]0;b\x07`)
    expect(run(root, ['look\u001b[31m']).stderr).not.toContain('\u001b')
  })

  test('awsup alone and help show what there is', () => {
    for (const argv of [[], ['help'], ['--help'], ['-h']]) {
      const {code, stdout} = run(root, argv)
      expect(code).toBe(0)
      expect(stdout).toContain('$ awsup [COMMAND]')
    }
    for (const argv of [
      ['help', 'env', 'switch'],
      ['env', 'switch', '--help'],
    ])
      expect(run(root, argv).stdout).toContain('$ awsup env switch dev')
    expect(run(root, ['env']).stdout).toContain('env switch')
    expect(run(root, ['--version']).stdout).toMatch(/^awsup\/\d+\.\d+\.\d+ /)
  })

  test('a reader that stops reading is no error', async () => {
    const child = start(root, ['look', '--lines', '20000'])
    child.stdout.once('data', () => child.stdout.destroy())
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    expect({code, stderr}).toEqual({code: 0, stderr: 'awsup: warning: mind the \\x1b[31mgap\n'})
  })
})

describe('where it runs', () => {
  test('the project is the nearest folder upwards that has an awsup.yaml, or the one named', () => {
    const deep = path.join(root, 'team', 'app', 'src')
    mkdirSync(deep, {recursive: true})
    writeFileSync(path.join(root, 'team', 'awsup.yaml'), '')
    const folderOf = (argv: readonly string[]) => documentOf(run(root, ['look', '--json', ...argv], {cwd: deep}).stdout)
    expect(folderOf([])).toMatchObject({result: {projectDirectory: path.join(root, 'team')}})
    expect(folderOf(['-C', '..'])).toMatchObject({result: {projectDirectory: path.join(root, 'team', 'app')}})
  })

  test('the target comes from the flag, then from AWSUP_TARGET, and a wrong one is refused', () => {
    const targetOf = (argv: readonly string[], env: NodeJS.ProcessEnv) =>
      documentOf(run(root, ['look', '--json', ...argv], {env}).stdout)
    expect(targetOf(['--sandbox'], {})).toMatchObject({result: {target: 'sandbox'}})
    expect(targetOf([], {AWSUP_TARGET: 'sandbox'})).toMatchObject({result: {target: 'sandbox'}})
    expect(targetOf([], {AWSUP_TARGET: 'moon'})).toMatchObject({ok: false, error: {exitCode: 2}})
  })
})

describe('Ctrl-C', () => {
  const interrupted = async (argv: readonly string[], signals: readonly NodeJS.Signals[]) => {
    const child = start(root, argv)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      const said = stderr.split('stopping:').length - 1
      const signal = stderr.includes('ready') ? signals[said] : undefined
      if (signal) child.kill(signal)
    })
    const [code] = (await once(child, 'close')) as [number]
    return {code, stdout, stderr}
  }

  test.each([['SIGINT'], ['SIGTERM']] as const)(
    'once (%s) lets the work end, says in one line what is recorded and how to go on, and exits 130',
    async (signal) => {
      const {code, stderr} = await interrupted(['wait', '--calm'], [signal])
      expect(code).toBe(130)
      expect(stderr.slice(stderr.indexOf('ready\n') + 'ready\n'.length)).toBe(
        'stopping: what is under way is on record or will be found. Run the same command again, and it continues (Ctrl-C again quits at once)\n',
      )
    },
  )

  test.each([['SIGINT'], ['SIGTERM']] as const)(
    'once (%s) where the work itself has something to say: that is said too',
    async (signal) => {
      const {code, stderr} = await interrupted(['wait'], [signal])
      expect(code).toBe(130)
      expect(stderr.split('stopping:')).toHaveLength(2)
      expect(stderr).toContain('awsup: 1 of 2 steps was done')
      expect(stderr).not.toContain('    at ')
    },
  )

  test('with --json it is a document with the same code', async () => {
    const {code, stdout} = await interrupted(['wait', '--json'], ['SIGINT'])
    expect(code).toBe(130)
    expect(documentOf(stdout)).toMatchObject({ok: false, error: {code: 'CANCELLED', exitCode: 130}})
  })

  test('twice does not wait', async () => {
    const started = Date.now()
    const {code} = await interrupted(['wait', '--deaf'], ['SIGINT', 'SIGINT'])
    expect(code).toBe(130)
    expect(Date.now() - started).toBeLessThan(60_000)
  })
})

import {InvokeCommand, LambdaClient} from '@aws-sdk/client-lambda'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {describe, expect, test, vi} from 'vitest'
import {readyFunctions} from '../../../src/lib/operations/sandbox/functions.js'
import {awsup, BINARY, emptyFolder, surroundings} from '../../_helpers/cli.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'

const HANDLER = `export const handler = async (event) => { if (event.hang) { console.log('pid', process.pid); for (;;); } return event }`

const manifest = (functions: string): string => `version: 1
project: acme
organization: {email: 'aws+{env}@acme.dev'}
environments:
  dev: {region: eu-west-1}
sandbox:
  functions:
${functions}`

const RESIZE = `    resize:
      handler: functions/resize.handler
`

/** A project whose awsup.yaml has these functions, and files. */
function projectWith(functions: string, files: Readonly<Record<string, string>> = {}): string {
  const folder = emptyFolder()
  mkdirSync(join(folder, 'functions'))
  writeFileSync(join(folder, 'awsup.yaml'), manifest(functions))
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
  return folder
}

describe('sandbox serve --functions', () => {
  test('asks the first time, keeps the answer outside of the checkout, and asks again where what runs is another', async () => {
    const state = emptyFolder()
    const env = {XDG_STATE_HOME: state}
    const folder = projectWith(RESIZE, {'functions/resize.mjs': HANDLER, 'functions/more.mjs': HANDLER})
    const args = ['sandbox', 'serve', '--functions', '--port', '0']
    const question = 'Run this code when it is called?'

    const no = openTerminal(folder, args, {env})
    await no.see('functions/resize.mjs (handler)')
    await no.see(question)
    no.enter('n')
    expect(await no.ended).toBe(130)
    expect(no.shown()).not.toContain('The sandbox answers')

    const yes = openTerminal(folder, args, {env})
    await yes.see(question)
    yes.enter('y')
    await yes.see('The sandbox answers at')
    yes.interrupt()
    await yes.ended
    const [answer = ''] = readdirSync(join(state, 'awsup', 'functions'))
    expect(answer).toMatch(/^[0-9a-f]{64}\.json$/)

    // The code itself may change; which code it is may not.
    writeFileSync(join(folder, 'functions/resize.mjs'), `${HANDLER}\n`)
    const again = openTerminal(folder, args, {env})
    await again.see('The sandbox answers at')
    expect(again.shown()).toContain('functions/resize.mjs (handler)')
    expect(again.shown()).not.toContain(question)
    again.interrupt()
    await again.ended

    writeFileSync(join(folder, 'awsup.yaml'), manifest(RESIZE.replace('resize.handler', 'more.handler')))
    const changed = openTerminal(folder, args, {env})
    await changed.see(question)
    changed.interrupt()
    expect(await changed.ended).toBe(130)
  })

  test('runs them without a terminal, and leaves none behind when it is killed in the middle of a call', async () => {
    const folder = projectWith(RESIZE + '      timeout: 600\n', {'functions/resize.mjs': HANDLER})
    const child = spawn(process.execPath, [BINARY, 'sandbox', 'serve', '--functions', '--port', '0', '--json'], {
      cwd: folder,
      env: surroundings(folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const lines: string[] = []
    createInterface({input: child.stderr}).on('line', (line) => lines.push(line))
    const [line] = (await once(createInterface({input: child.stdout}), 'line')) as [string]
    const {endpoint, accessKeyId, secretAccessKey} = JSON.parse(line) as Record<string, string>
    expect(lines.join('\n')).toContain('resize  functions/resize.mjs (handler)')
    const lambda = new LambdaClient({
      endpoint: endpoint ?? '',
      region: 'eu-west-1',
      credentials: {accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? ''},
      maxAttempts: 1,
    })
    const ask = (event: object) =>
      lambda.send(new InvokeCommand({FunctionName: 'resize', Payload: Buffer.from(JSON.stringify(event))}))
    expect((await ask({a: 1})).Payload?.transformToString()).toBe('{"a":1}')
    ask({hang: true}).catch(() => undefined)
    const pid = (): number => Number(/resize {2}INFO\tpid (\d+)$/m.exec(lines.join('\n'))?.[1])
    await vi.waitFor(() => expect(pid()).toBeGreaterThan(0), {timeout: 30_000})

    child.kill('SIGKILL')
    await once(child, 'exit')
    await vi.waitFor(() => expect(isAlive(pid())).toBe(false), {timeout: 10_000})
  })

  test('needs functions, and a terminal or the flag says which run: without the flag none does', async () => {
    const folder = projectWith('    {}\n')
    expect(await awsup(folder, ['sandbox', 'serve', '--functions', '--port', '0'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('awsup.yaml has no functions to run') as unknown,
    })
  })
})

describe('functions that cannot run are named with their line, before anything is started', () => {
  const refusal = (folder: string): unknown => {
    try {
      readyFunctions(folder)
      return 'ready'
    } catch (error) {
      return error
    }
  }

  test.each([
    [
      'a handler without a file',
      RESIZE,
      'sandbox.functions.resize.handler is functions/resize.handler, and there is no such file',
      9,
    ],
    [
      'a handler outside of the folder',
      RESIZE.replace('functions/resize', '../resize'),
      'sandbox.functions.resize.handler is "../resize.handler", must be a file of the project',
      9,
    ],
    ['no code', `    resize:\n      timeout: 3\n`, 'sandbox.functions.resize has no code', 9],
    ['two sorts of code', `${RESIZE}      command: [ls]\n`, 'sandbox.functions.resize has a handler and a command', 9],
    [
      'a program that is not installed',
      `    resize:\n      command: [no-such-program-here]\n`,
      'sandbox.functions.resize.command begins with no-such-program-here, which is not on the PATH',
      9,
    ],
    [
      'a program by a path out of the folder',
      `    resize:\n      command: [../run.sh]\n`,
      'sandbox.functions.resize.command names ../run.sh, and there is no such file',
      9,
    ],
    [
      'a script that does not exist',
      `    resize:\n      command: [node, functions/none.py]\n`,
      'sandbox.functions.resize.command names functions/none.py, and there is no such file',
      9,
    ],
    [
      'a variable that loads other code',
      `${RESIZE}      environment: {NODE_OPTIONS: '--require ./x.js'}\n`,
      'NODE_OPTIONS',
      10,
    ],
    ['a variable of Lambda’s', `${RESIZE}      environment: {AWS_REGION: eu-west-9}\n`, 'AWS_REGION', 10],
    ['a timeout beyond Lambda’s', `${RESIZE}      timeout: 1801\n`, 'must be a whole number from 1 to 1800', 10],
    [
      'two with one name',
      `${RESIZE}    other:\n      handler: functions/resize.handler\n      name: resize\n`,
      'sandbox.functions.other is called "resize" in dev, as sandbox.functions.resize is',
      12,
    ],
  ])('%s', (_, functions, ...[message, line]) => {
    expect(refusal(projectWith(functions))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message) as unknown,
      at: {line},
    })
  })

  test.each([
    ['a handler', RESIZE],
    ['a script of a command', `    resize:\n      command: [python3, functions/resize.mjs]\n`],
    ['a program of a command', `    resize:\n      command: [functions/resize.mjs]\n`],
  ])('%s behind a link that leads out', (_, functions) => {
    const elsewhere = join(emptyFolder(), 'code.mjs')
    writeFileSync(elsewhere, HANDLER, {mode: 0o755})
    const folder = projectWith(functions)
    symlinkSync(elsewhere, join(folder, 'functions/resize.mjs'))
    expect(refusal(folder)).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('leads out of the project: functions/resize.mjs') as unknown,
      at: {line: 9},
    })
  })

  test('a folder above that is a link out, too', () => {
    const elsewhere = emptyFolder()
    writeFileSync(join(elsewhere, 'resize.mjs'), HANDLER)
    const folder = projectWith(RESIZE)
    renameSync(join(folder, 'functions'), join(folder, 'before'))
    symlinkSync(elsewhere, join(folder, 'functions'))
    expect(refusal(folder)).toMatchObject({message: expect.stringContaining('leads out of the project') as unknown})
  })
})

describe('an answer that was given', () => {
  /** Whether a person who agreed to the first project would be asked about the second. */
  const agreedTo = (folder: string): boolean => readyFunctions(folder).agreed

  test('is for one folder and one list, and a file that others can write is none', () => {
    const state = emptyFolder()
    vi.stubEnv('XDG_STATE_HOME', state)
    try {
      const files = {'functions/resize.mjs': HANDLER}
      const [mine, clone] = [projectWith(RESIZE, files), projectWith(RESIZE, files)]
      readyFunctions(mine).agree()
      expect([agreedTo(mine), agreedTo(clone)]).toEqual([true, false])
      writeFileSync(join(mine, 'awsup.yaml'), manifest(`${RESIZE}      environment: {TABLE: other}\n`))
      expect(agreedTo(mine)).toBe(false)
      writeFileSync(join(mine, 'awsup.yaml'), manifest(RESIZE))
      expect(agreedTo(mine)).toBe(true)
      const answers = join(state, 'awsup', 'functions')
      const path = join(answers, readdirSync(answers)[0] ?? '')
      const text = readFileSync(path)
      renameSync(path, `${path}.mine`)
      symlinkSync(`${path}.mine`, path)
      expect(agreedTo(mine)).toBe(false)
      renameSync(`${path}.mine`, path)
      expect([agreedTo(mine), readFileSync(path).equals(text)]).toEqual([true, true])
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

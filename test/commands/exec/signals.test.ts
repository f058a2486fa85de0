import {spawn} from '@lydell/node-pty'
import {spawn as start} from 'node:child_process'
import {once} from 'node:events'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {setTimeout} from 'node:timers/promises'
import {beforeAll, describe, expect, test} from 'vitest'
import {awsup, awsupJson, BINARY, emptyFolder, makeTemplate, surroundings, write} from '../../_helpers/cli.js'

let project: string
beforeAll(async () => {
  project = (await makeTemplate())()
})

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGCONT'] as const

/** A child that writes down each signal that it gets, and ends with 7 when the file `end` is there. */
const LISTENER = `
  const fs = require('fs'); const [, folder, ...names] = process.argv
  for (const name of names) process.on(name, () => fs.appendFileSync(folder + '/got', name + '\\n'))
  fs.writeFileSync(folder + '/pid.new', String(process.pid)); fs.renameSync(folder + '/pid.new', folder + '/pid')
  process.stdout.write('listening ' + process.stdout.isTTY + '\\n')
  setInterval(() => fs.existsSync(folder + '/end') && process.exit(7), 20)`

const until = async (isSo: () => boolean): Promise<void> => {
  for (let round = 0; !isSo(); round++) {
    if (round > 3_000) throw new Error('it never came')
    await setTimeout(20)
  }
}

const got = (folder: string): readonly string[] =>
  existsSync(join(folder, 'got')) ? readFileSync(join(folder, 'got'), 'utf8').trim().split('\n') : []

const pidIn = (folder: string): number => Number(readFileSync(join(folder, 'pid'), 'utf8'))

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const argvOf = (folder: string, more: readonly string[] = []): string[] => [
  ...[BINARY, 'exec', 'dev', ...more, '--', process.execPath, '-e', LISTENER, folder, ...SIGNALS],
]

/** awsup with that child, without a terminal. */
async function listening() {
  const folder = emptyFolder()
  const run = start(process.execPath, argvOf(folder), {cwd: project, env: surroundings(project), stdio: 'ignore'})
  const over = once(run, 'exit')
  await until(() => existsSync(join(folder, 'pid')))
  return {folder, run, over, pid: pidIn(folder)}
}

describe('a child of exec', () => {
  test('gets each signal that awsup alone is sent, once, as often as it is sent; awsup stays', async () => {
    const {folder, run, over} = await listening()
    const sent: string[] = []
    for (const signal of [...SIGNALS, 'SIGINT', 'SIGINT'] as const) {
      run.kill(signal)
      sent.push(signal)
      await until(() => got(folder).length >= sent.length)
      expect(got(folder)).toEqual(sent)
    }
    write(folder, 'end', '')
    expect(await over).toEqual([7, null])
    expect(got(folder)).toEqual(sent)
  })

  test('gets Ctrl-C of a terminal once, also the second, and keeps the terminal', async () => {
    const folder = emptyFolder()
    const terminal = spawn(process.execPath, argvOf(folder), {cwd: project, env: surroundings(project)})
    let shown = ''
    terminal.onData((text) => (shown += text))
    const over = new Promise<number>((resolve) => terminal.onExit(({exitCode}) => resolve(exitCode)))
    await until(() => shown.includes('listening true'))
    for (const count of [1, 2, 3]) {
      terminal.write('\u0003')
      await until(() => got(folder).length >= count)
    }
    // Ctrl-\ too; and what awsup alone is sent comes from awsup.
    terminal.write('\u001c')
    await until(() => got(folder).length >= 4)
    // A signal within a second of Ctrl-C may be taken for it: the child has one already.
    await setTimeout(1_500)
    process.kill(terminal.pid, 'SIGINT')
    await until(() => got(folder).length >= 5)
    write(folder, 'end', '')
    expect(await over).toBe(7)
    expect(got(folder)).toEqual(['SIGINT', 'SIGINT', 'SIGINT', 'SIGQUIT', 'SIGINT'])
    expect(shown).not.toContain('stopping')
  })

  test('stops with Ctrl-Z and goes on with fg, in a shell', async () => {
    const folder = emptyFolder()
    const env = {...surroundings(project), PS1: '$ '}
    const shell = spawn('bash', ['--norc', '--noprofile', '-i'], {cwd: project, env})
    let shown = ''
    shell.onData((text) => (shown += text))
    const words = argvOf(folder).map((word) => `'${word.replaceAll("'", `'"'"'`)}'`)
    write(folder, 'run', `exec '${process.execPath}' ${words.join(' ')}\n`)
    shell.write(`sh '${join(folder, 'run')}'\n`)
    await until(() => existsSync(join(folder, 'pid')))
    shell.write('\u001a')
    await until(() => shown.includes('Stopped'))
    expect(stateOf(pidIn(folder))).toBe('T')
    shell.write('fg; echo "over $?"\n')
    await until(() => stateOf(pidIn(folder)) !== 'T')
    write(folder, 'end', '')
    await until(() => shown.includes('over 7'))
    shell.kill('SIGKILL')
  })

  test('does not outlive awsup, whatever kills it', async () => {
    const {run, over, pid} = await listening()
    run.kill('SIGKILL')
    await over
    // It listens to SIGTERM and stays: it is killed in the end.
    await until(() => !isAlive(pid))
  })

  test('is no child of a child: nothing of awsup’s own stays behind when it ended', async () => {
    const {folder, run, over} = await listening()
    const children = readFileSync(`/proc/${run.pid ?? 0}/task/${run.pid ?? 0}/children`, 'utf8')
      .trim()
      .split(' ')
    expect(children).toHaveLength(2)
    write(folder, 'end', '')
    await over
    await until(() => !children.some((pid) => isAlive(Number(pid))))
  })
})

const stateOf = (pid: number): string => /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''

describe('the exit code of exec is that of a shell', () => {
  test.each([
    ['SIGKILL', 137],
    ['SIGSEGV', 139],
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGQUIT', 131],
    ['SIGABRT', 134],
    ['SIGUSR1', 138],
  ])('killed by %s: %i', async (signal, code) => {
    const run = await awsup(project, ['exec', 'dev', '--', 'sh', '-c', `kill -${signal.slice(3)} $$`])
    expect(run).toMatchObject({code, stderr: ''})
  })

  test('127 where there is no such command, 126 where it is none', async () => {
    const folder = emptyFolder()
    write(folder, 'plain', 'no program')
    write(folder, 'script', '#!/no/such/interpreter\n')
    await awsup(project, ['exec', 'dev', '--', 'chmod', '755', join(folder, 'script')])
    for (const [command, code, reason] of [
      ['no-such-program', 127, 'no such command'],
      [join(folder, 'none'), 127, 'no such command'],
      [join(folder, 'plain'), 126, 'it may not be executed'],
      [folder, 126, 'it may not be executed'],
      [join(folder, 'script'), 126, 'the program that its first line names does not exist'],
    ] as const) {
      expect(await awsup(project, ['exec', 'dev', '--', command])).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringContaining(`${JSON.stringify(command)} could not be started: ${reason}`) as string,
      })
      expect(await awsupJson(project, ['exec', 'dev', '--', command])).toMatchObject({
        code,
        error: {code: 'NOT_STARTED', exitCode: code},
      })
    }
  })
})

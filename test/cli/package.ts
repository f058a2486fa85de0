import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'

/** How a run of the binary ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const project = path.resolve(import.meta.dirname, '..', '..')

/** Builds the package as it is published, but with the commands of fixtures/; answers its folder and how to remove it. */
export function buildFixture(): {readonly root: string; readonly remove: () => void} {
  const root = mkdtempSync(path.join(tmpdir(), 'awsup-fixture-'))
  const commands = path.join(import.meta.dirname, 'fixtures', 'commands')
  execFileSync(process.execPath, [path.join(project, 'scripts', 'build.mjs'), '--commands', commands, '--root', root])
  return {root, remove: () => rmSync(root, {recursive: true, force: true})}
}

/** Runs the binary to its end, with no terminal. */
export function run(
  root: string,
  argv: readonly string[],
  {cwd = root, env = {}}: {readonly cwd?: string; readonly env?: NodeJS.ProcessEnv} = {},
): Ended {
  const {status, stdout, stderr} = spawnSync(process.execPath, [path.join(root, 'bin', 'run.js'), ...argv], {
    cwd,
    env: {PATH: process.env['PATH'], HOME: root, ...env},
    encoding: 'utf8',
    input: '',
  })
  return {code: status, stdout, stderr}
}

/** Starts the binary and answers the process, for signals. */
export const start = (root: string, argv: readonly string[]) =>
  spawn(process.execPath, [path.join(root, 'bin', 'run.js'), ...argv], {cwd: root, stdio: ['ignore', 'pipe', 'pipe']})

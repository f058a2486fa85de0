import {spawn, spawnSync, type ChildProcess} from 'node:child_process'
import {GUARD_SCRIPT} from './guard-script.js'

/**
 * Ends the processes of functions with the sandbox, however it ends. It is a small process that runs nobody's code: when the pipe
 * to it closes, also because the sandbox was killed, it kills every process group that it knows.
 */
export interface Guard {
  /** Begins to watch a process that leads a group of its own; answers what kills the group and forgets it. */
  watch(child: ChildProcess): () => void
  close(): void
}

/** @param node the Node that runs it */
export function openGuard(node: string): Guard {
  const groups = new Set<number>()
  let guard: ChildProcess | undefined
  let isClosed = false

  const tell = (line: string): void => void guard?.stdin?.write(line)
  const start = (): void => {
    // Nothing of the shell's. Windows does not start programs without its own folder.
    const env = {SystemRoot: process.env['SystemRoot'], PATH: process.env['PATH']}
    const started = spawn(node, ['-e', GUARD_SCRIPT], {env, detached: true, stdio: ['pipe', 'ignore', 'ignore']})
    guard = started
    // One that was killed is started again with the next process.
    started.stdin.on('error', () => undefined)
    started
      .once('error', () => undefined)
      .once('exit', () => {
        if (guard === started) guard = undefined
      })
    // Functions that wait for nothing do not hold the sandbox's process.
    started.unref()
    for (const pid of groups) tell(`+${pid}\n`)
  }
  return {
    watch(child) {
      const {pid} = child
      if (pid === undefined || isClosed) return () => child.kill('SIGKILL')
      groups.add(pid)
      if (guard === undefined) start()
      else tell(`+${pid}\n`)
      return () => {
        if (!groups.delete(pid)) return
        killGroup(pid)
        tell(`-${pid}\n`)
      }
    },
    close() {
      isClosed = true
      for (const pid of groups) killGroup(pid)
      groups.clear()
      guard?.stdin?.end()
    },
  }
}

/** The process and what it started, unless that left its group. */
function killGroup(pid: number): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)])
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // All of them have ended.
  }
}

import {mkdtempSync, rmdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Acting} from '../acting.js'
import {childEnvironment} from '../child-environment.js'
import {runWith} from '../run.js'
import {markerOf} from './marker.js'
import {shellOf} from './program.js'
import {startShell} from './start.js'

interface Opening {
  readonly acting: Acting
  /** Set in the sandbox. */
  readonly endpoint: string | undefined
  readonly stdout: 'stdout' | 'stderr'
  readonly handOver: () => void
  /** Told before it starts: which program, and whether its prompt is marked. */
  readonly starting: (shell: {readonly file: string; readonly isMarked: boolean}) => void
}

/**
 * Runs the user's shell with an environment's credentials until it ends, and answers its exit code. What it needs for its
 * prompt is in a private folder, which is gone afterwards. Throws NotStartedError.
 */
export async function openShell({acting, endpoint, stdout, handOver, starting}: Opening): Promise<number> {
  const program = shellOf(process.env)
  const env = childEnvironment(process.env, acting, endpoint)
  const folder = mkdtempSync(join(tmpdir(), 'awsup-shell-'))
  try {
    const start = startShell({program, marker: markerOf(acting, process.env), folder, env})
    // Readable by this user alone, as mkdtemp makes the folder.
    for (const [name, text] of Object.entries(start.files)) writeFileSync(join(folder, name), text, {mode: 0o600})
    // Shells that read no file of ours do not remove its folder either.
    if (Object.keys(start.files).length === 0) rmdirSync(folder)
    starting({file: program.file, isMarked: start.isMarked})
    return await runWith({argv: start.argv, acting, endpoint, variables: start.variables, stdout, handOver})
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

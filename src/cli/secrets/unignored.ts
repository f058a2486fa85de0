import {execFile} from 'node:child_process'
import {basename, dirname, join, resolve} from 'node:path'
import {renderWord} from '../parse/word.js'

/** Git answers at once; one that waits for something is not waited for, ms. */
const DEADLINE_MS = 5_000

/**
 * A warning where a file of secrets lies in a repository of git that does not ignore it: the next `git add .` would take
 * it. It has the line that is missing. `undefined` where it is ignored, lies in no repository, or there is no git.
 */
export async function warnUnignored(path: string): Promise<string | undefined> {
  const file = resolve(path)
  if (!(await isUnignored(file))) return undefined
  const place = join(dirname(path), '.gitignore')
  return `${renderWord(path)} holds secrets, and git does not ignore it: add the line ${lineFor(basename(file))} to ${renderWord(place)}, or move the file out of the repository`
}

/** Git ends with 0 where a path is ignored, with 1 where it is not, and with 128 where it cannot tell. */
const isUnignored = (file: string): Promise<boolean> =>
  new Promise((answer) => {
    // In a folder of its own: Windows looks for programs in the working folder first, and that may be a checkout.
    const options = {cwd: dirname(process.execPath), timeout: DEADLINE_MS, killSignal: 'SIGKILL'} as const
    const args = ['-c', 'core.fsmonitor=false', '-C', dirname(file), 'check-ignore', '--quiet', '--', file]
    execFile('git', args, options, (error) => answer(error?.code === 1))
  })

/** A line of .gitignore that means this one name in its folder. Pure. */
const lineFor = (name: string): string => `/${name.replaceAll(/[\\*?[\]]|\s$/g, '\\$&')}`

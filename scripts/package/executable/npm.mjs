import {execFileSync} from 'node:child_process'

/** Runs npm, by the one that runs this script where there is one. Answers its stdout. */
export function npm(args) {
  const own = process.env.npm_execpath
  const [program, first] = own?.endsWith('npm-cli.js') ? [process.execPath, [own]] : ['npm', []]
  return execFileSync(program, [...first, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    // On Windows npm is a script of the shell; nothing of a user stands in these arguments.
    shell: program === 'npm' && process.platform === 'win32',
  })
}

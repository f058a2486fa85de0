/**
 * What the companion of a child runs: a program of its own, in CommonJS, which any Node reads (`companion.ts`).
 *
 * It is in the same process group as awsup and the child, so a signal that the terminal, or `kill` with a group, sends
 * reaches it too. Of each line on stdin: `pid 123` names the child; `saw 7 SIGINT` asks whether that signal came since it
 * was last asked, and the answer is `7 yes` or `7 no`. When stdin ends, awsup is gone: the child is asked to end, and
 * killed where it does not within five seconds.
 */
export const COMPANION_SCRIPT = String.raw`
'use strict'
const {exit, stdin, stdout} = process
const seen = new Set()
for (const name of process.argv.slice(1)) {
  try { process.on(name, () => seen.add(name)) } catch {}
}
let child = 0
let rest = ''
const end = (signal) => {
  try { process.kill(child, signal); return true } catch { return false }
}
stdout.on('error', () => {})
stdin.setEncoding('utf8')
stdin.on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop()
  for (const line of lines) {
    const [word, first, second] = line.split(' ')
    if (word === 'pid') child = Number(first)
    // Node hears of signals after it has read what came in: one turn later it knows of all that came before.
    if (word === 'saw') setImmediate(() => setImmediate(() => {
      stdout.write(first + (seen.delete(second) ? ' yes\n' : ' no\n'))
    }))
  }
})
stdin.on('end', () => {
  if (child === 0 || !end('SIGTERM')) exit()
  const deadline = Date.now() + 5000
  setInterval(() => {
    if (!end(0)) exit()
    if (Date.now() > deadline) end('SIGKILL')
  }, 100)
})
stdout.write('ready\n')
`

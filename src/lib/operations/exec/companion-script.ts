/**
 * What the companion of a child runs: a program of its own, in CommonJS, which any Node reads (`companion.ts`).
 *
 * It is in the same process group as awsup and the child, so a signal that the terminal, or `kill` with a group, sends
 * reaches it too. Of each line on stdin: `pid 123` names the child; `saw 7 SIGINT` asks whether that signal came once
 * more than it was asked, and the answer is `7 yes` or `7 no`. When stdin ends, awsup is gone: the child is asked to end, and
 * killed where it does not within five seconds.
 */
export const COMPANION_SCRIPT = String.raw`
'use strict'
const {exit, stdin, stdout} = process
// Of each signal the times at which it came: two may come before anybody asks. One that nobody asked about within a
// second was never awsup's.
const seen = new Map()
for (const name of process.argv.slice(1)) {
  seen.set(name, [])
  try { process.on(name, () => seen.get(name).push(Date.now())) } catch {}
}
const take = (name) => {
  const times = (seen.get(name) || []).filter((time) => Date.now() - time < 1000)
  const came = times.shift() !== undefined
  seen.set(name, times)
  return came
}
// A signal of the group may reach awsup first.
const answer = (question, name, until) => {
  if (take(name)) stdout.write(question + ' yes\n')
  else if (Date.now() < until) setTimeout(() => answer(question, name, until), 10)
  else stdout.write(question + ' no\n')
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
    if (word === 'saw') answer(first, second, Date.now() + 200)
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

/**
 * What the guard of functions runs: a program of its own, in CommonJS, which any Node reads (`guard.ts`).
 *
 * Each line on stdin adds (`+123`) or removes (`-123`) a process group. When stdin ends, the sandbox is gone, however it ended:
 * every group that is left is killed.
 */
export const GUARD_SCRIPT = String.raw`
'use strict'
const {spawnSync} = require('node:child_process')
const {exit, kill, platform, stdin} = process
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  try { process.on(signal, () => {}) } catch {}
}
const groups = new Set()
let rest = ''
const end = (pid) => {
  if (platform === 'win32') spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)])
  else try { kill.call(process, -pid, 'SIGKILL') } catch {}
}
stdin.setEncoding('utf8')
stdin.on('data', (text) => {
  const lines = (rest + text).split('\n')
  rest = lines.pop()
  for (const line of lines) {
    const pid = Number(line.slice(1))
    if (!(pid > 1)) continue
    if (line[0] === '+') groups.add(pid)
    else groups.delete(pid)
  }
})
const finish = () => {
  for (const pid of groups) end(pid)
  exit()
}
stdin.on('end', finish)
stdin.on('error', finish)
`

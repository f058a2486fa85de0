// Loaded into awsup before awsup itself (NODE_OPTIONS=--import): counts what it sends and what it writes, and at one of
// these ends the process as a power cut would. It speaks no word of awsup's code: only Node's own functions are wrapped.
import fs from 'node:fs'
import http from 'node:http'
import {syncBuiltinESMExports} from 'node:module'
import {resolve, sep} from 'node:path'

/** The operations that change what others see, and beside them those that only prepare such a change. */
const VISIBLE = ['rename', 'link', 'rm', 'copyFile', 'writeFile']
const PREPARING = ['open', 'mkdir']
/** Waits are a fiftieth as long; longer ones are the SDK's own time limits, which stay. */
const [SHORTER, LONGEST_WAIT] = [50, 3_000]

const [kind = '', number = '0'] = (process.env.AWSUP_TEST_CRASH ?? '').split(':')
const at = Number(number)
const counts = {call: 0, write: 0, touch: 0}
const project = process.cwd() + sep
const {writeFileSync} = fs

const die = () => process.kill(process.pid, 'SIGKILL')

/** Counts, and dies where it was asked to. */
function reach(what) {
  counts[what] += 1
  if (kind === what && counts[what] === at) die()
}

const {request} = http
http.request = (...args) => {
  counts.call += 1
  const mine = counts.call === at
  if (mine && kind === 'before') die()
  const sent = request.apply(http, args)
  if (mine && kind === 'executed') sent.prependOnceListener('response', die)
  if (mine && kind === 'replied') {
    // The reader of the reply runs on until it waits for anything outside; nothing that it begins is on disk by then.
    sent.prependOnceListener('response', (response) => response.once('end', () => setImmediate(die)))
  }
  return sent
}

function watch(module, name, isVisible) {
  const original = module[name]
  module[name] = (path, ...rest) => {
    const isOurs = typeof path === 'string' && resolve(path).startsWith(project)
    const isRead = name === 'open' && (rest[0] === undefined || rest[0] === 'r' || rest[0] === fs.constants.O_RDONLY)
    if (isOurs && !isRead) {
      reach('touch')
      if (isVisible) reach('write')
    }
    return original.call(module, path, ...rest)
  }
}
for (const name of VISIBLE) watch(fs.promises, name, true)
for (const name of PREPARING) watch(fs.promises, name, false)
watch(fs, 'writeFileSync', true)

const {setTimeout: later} = globalThis
globalThis.setTimeout = (work, ms = 0, ...rest) => later(work, ms < LONGEST_WAIT ? ms / SHORTER : ms, ...rest)

syncBuiltinESMExports()
const {AWSUP_TEST_COUNTS: file} = process.env
if (file !== undefined) process.on('exit', () => writeFileSync(file, JSON.stringify(counts)))

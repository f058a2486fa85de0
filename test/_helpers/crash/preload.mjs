// Loaded into awsup before awsup itself (NODE_OPTIONS=--import): counts what it sends and what it writes, and at one of
// these ends the process as a power cut would. It speaks no word of awsup's code: only Node's own functions are wrapped.
import fs from 'node:fs'
import http from 'node:http'
import {syncBuiltinESMExports} from 'node:module'
import {resolve, sep} from 'node:path'

/** The operations that change what others see, and beside them those that only prepare such a change. */
const VISIBLE = ['renameSync', 'linkSync', 'unlinkSync', 'rmSync', 'copyFileSync', 'writeFileSync']
const PREPARING = ['openSync', 'mkdirSync']
const WRITING = fs.constants.O_WRONLY | fs.constants.O_RDWR
/** Waits are a fiftieth as long; longer ones are the SDK's own time limits, which stay. */
const [SHORTER, LONGEST_WAIT] = [50, 3_000]

const [kind = '', number = '0'] = (process.env.AWSUP_TEST_CRASH ?? '').split(':')
const at = Number(number)
/** Whether the reply came, after which it is to die. */
let isReplied = false
const counts = {call: 0, write: 0, touch: 0}
const project = process.cwd() + sep
/** Of the embedded sandbox: what AWS keeps, not awsup. */
const aws = project + ['.awsup', 'sandbox', 'data', ''].join(sep)
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
    // The reader of the reply runs on until it waits for anything outside, or is about to change a file.
    sent.prependOnceListener('response', (response) =>
      response.once('end', () => {
        isReplied = true
        setImmediate(die)
      }),
    )
  }
  return sent
}

/** Whether a call would change anything: neither a file that is only read, nor a folder that exists. */
function changes(name, path, how) {
  if (name === 'mkdirSync') return !fs.existsSync(path)
  if (name !== 'openSync') return true
  return typeof how === 'number' ? (how & WRITING) !== 0 : how !== undefined && how !== 'r'
}

function watch(name, isVisible) {
  const original = fs[name]
  fs[name] = (path, ...rest) => {
    const isOurs = typeof path === 'string' && resolve(path).startsWith(project) && !resolve(path).startsWith(aws)
    if (isOurs && changes(name, path, rest[0])) {
      if (isReplied) die()
      reach('touch')
      if (isVisible) reach('write')
    }
    return original.call(fs, path, ...rest)
  }
}
for (const name of VISIBLE) watch(name, true)
for (const name of PREPARING) watch(name, false)

const {setTimeout: later} = globalThis
globalThis.setTimeout = (work, ms = 0, ...rest) => later(work, ms < LONGEST_WAIT ? ms / SHORTER : ms, ...rest)

syncBuiltinESMExports()
const {AWSUP_TEST_COUNTS: file} = process.env
if (file !== undefined) process.on('exit', () => writeFileSync(file, JSON.stringify(counts)))

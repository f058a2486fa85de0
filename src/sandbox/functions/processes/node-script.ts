/**
 * What runs a handler: a program in CommonJS, which any Node reads (`node-process.ts`). It loads the module as Lambda does, and
 * answers one call after the other over the channel that `spawn` made.
 *
 * To it: `{load: {file, path, handler, mark}}`, then for each call `{call: {event, context, deadline}}`. From it: `{ready: {warning}}`
 * or `{failed: error}`; for each call `{answer: text}`, `{tooLarge: true}` or `{thrown: error}`; and `{files}`, what was loaded
 * meanwhile: `[path, mtime, size]`. Before each answer `mark` ends what was printed until then, on both streams.
 *
 * Source: aws-lambda-ric 4.0.2 (loading, errors) and, for callbacks, the Node.js 22 runtime (Lambda developer guide, "Define Lambda
 * function handler in Node.js").
 */
export const NODE_SCRIPT = String.raw`
'use strict'
const {statSync} = require('node:fs')
const {pathToFileURL, fileURLToPath} = require('node:url')
const {format} = require('node:util')
const Module = require('node:module')
const send = process.send.bind(process)
const channel = process.channel
// A function finds no channel, as on AWS.
process.send = undefined
const LIMIT = 6291556
const exit = process.exit.bind(process)

// ---- what was loaded
const files = new Map()
const note = (path) => {
  if (files.has(path) || files.size > 2000 || /[\\/]node_modules[\\/]/.test(path)) return
  try {
    const {mtimeMs, size} = statSync(path)
    files.set(path, [mtimeMs, size])
  } catch {}
}
const noteUrl = (url) => { if (url.startsWith('file:')) note(fileURLToPath(new URL(url.split(/[?#]/)[0]))) }
if (Module.registerHooks) {
  Module.registerHooks({load(url, context, next) { noteUrl(url); return next(url, context) }})
} else {
  const {port1, port2} = new (require('node:worker_threads').MessageChannel)()
  port1.on('message', noteUrl)
  port1.unref()
  const hook = 'let port; export const initialize = (data) => { port = data }; ' +
    'export const load = (url, context, next) => { port.postMessage(url); return next(url, context) }'
  Module.register('data:text/javascript,' + encodeURIComponent(hook), {data: port2, transferList: [port2]})
}
const loaded = () => {
  for (const path of Object.keys(Module._cache)) note(path)
  return [...files].map(([path, [mtime, size]]) => [path, mtime, size])
}

// ---- console lines as Lambda writes them
let requestId = ''
const LEVELS = {log: 'INFO', info: 'INFO', debug: 'DEBUG', trace: 'TRACE', warn: 'WARN', error: 'ERROR'}
const line = (level, text) =>
  new Date().toISOString() + '\t' + (requestId || 'undefined') + '\t' + level + '\t' + text.replace(/\n/g, '\r') + '\n'
for (const [name, level] of Object.entries(LEVELS)) {
  console[name] = (...values) => void process.stdout.write(line(level, format(...values)))
}
const tellError = (what, error) => void process.stdout.write(line('ERROR', what + '\t' + JSON.stringify(errorOf(error))))

// ---- errors
const clean = (text) => String(text).replaceAll('\x7f', '%7F')
const errorOf = (error) => {
  try {
    if (error instanceof Error || (error && typeof error === 'object' && typeof error.stack === 'string')) {
      const trace = (error.stack ? clean(error.stack).split('\n') : []).filter((text) => !/\[eval\d*\]/.test(text))
      return {errorType: clean(error.name), errorMessage: clean(error.message), trace}
    }
    return {errorType: typeof error, errorMessage: String(error), trace: []}
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    }
  }
}
class Named extends Error {
  constructor(name, reason) { super(String(reason)); this.name = name; if (reason && reason.stack) this.stack = name + ': ' + reason.stack }
}

// ---- one call at a time
let current
let mark = ''
const flushed = (stream) => new Promise((resolve) => stream.write(mark, () => resolve()))
const finish = async (message) => {
  const done = current
  if (!done || done.isOver) return
  done.isOver = true
  channel.ref()
  await new Promise(setImmediate)
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  current = undefined
  await new Promise((resolve) => send({...message, files: loaded()}, resolve))
}
const succeed = (value) => {
  let text
  try {
    text = JSON.stringify(value === undefined ? null : value)
    if (text === undefined) text = 'null'
  } catch {
    return fail(new Named('Runtime.JSONStringifyError', 'Unable to stringify response body'))
  }
  return finish(Buffer.byteLength(text) > LIMIT ? {tooLarge: true} : {answer: text})
}
const fail = (error) => {
  tellError('Invoke Error', error)
  return finish({thrown: errorOf(error)})
}
// What is left to do keeps a callback's answer back; when nothing is left there is none.
process.on('beforeExit', () => {
  if (current && !current.isOver) current.onEmpty()
})
process.on('uncaughtException', async (error) => {
  if (!current) tellError('Uncaught Exception', error)
  else {
    tellError('Uncaught Exception', error)
    await finish({thrown: errorOf(error), exits: true})
  }
  exit(129)
})
process.on('unhandledRejection', async (reason) => {
  const error = new Named('Runtime.UnhandledPromiseRejection', reason)
  tellError('Unhandled Promise Rejection', error)
  if (current) await finish({thrown: errorOf(error), exits: true})
  exit(128)
})
process.on('disconnect', () => exit(0))

// ---- loading
let handler
const find = (value, path) =>
  path.reduce((nested, key) => (nested && typeof nested === 'object' ? nested[key] : undefined), value)
const load = async ({file, path, handler: name}) => {
  let module
  try {
    module = await import(pathToFileURL(file).href)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Named('Runtime.UserCodeSyntaxError', error)
    if (error && error.code === 'MODULE_NOT_FOUND') throw new Named('Runtime.ImportModuleError', error)
    throw error
  }
  const found = find(module, path) || find(module.default, path)
  if (!found) throw new Named('Runtime.HandlerNotFound', name + ' is undefined or not exported')
  if (typeof found !== 'function') throw new Named('Runtime.HandlerNotFound', name + ' is not a function')
  return found
}

const begin = ({event, context: given, deadline}) => {
  requestId = given.awsRequestId
  const call = {isOver: false, onEmpty: () => void succeed(null)}
  current = call
  const done = (error, value) => {
    if (current !== call || call.isOver) return
    const answer = () => void (error === null || error === undefined ? succeed(value) : fail(error))
    if (context.callbackWaitsForEmptyEventLoop === false) answer()
    else if (!call.isCalled) call.onEmpty = answer
    call.isCalled = true
  }
  const context = {
    ...given,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
    succeed: (value) => { context.callbackWaitsForEmptyEventLoop = false; done(null, value) },
    fail: (error) => { context.callbackWaitsForEmptyEventLoop = false; done(error === null || error === undefined ? 'handled' : error) },
    done: (error, value) => { context.callbackWaitsForEmptyEventLoop = false; done(error, value) },
  }
  // Not in every message there is: on AWS the properties exist all the same.
  if (!('identity' in context)) context.identity = undefined
  if (!('clientContext' in context)) context.clientContext = undefined
  const mayEnd = () => { if (current === call && !call.isOver) channel.unref() }
  let result
  try {
    result = handler(JSON.parse(event), context, done)
  } catch (error) {
    return void fail(error)
  }
  if (result && typeof result.then === 'function') result.then(succeed, fail)
  mayEnd()
}

process.on('message', async (message) => {
  if (message.load) {
    mark = message.load.mark
    try {
      handler = await load(message.load)
      await Promise.all([flushed(process.stdout), flushed(process.stderr)])
      send({ready: {parameters: handler.length}, files: loaded()})
    } catch (error) {
      tellError('Uncaught Exception', error)
      await Promise.all([flushed(process.stdout), flushed(process.stderr)])
      send({failed: errorOf(error), files: loaded()}, () => exit(1))
    }
  } else if (message.call) begin(message.call)
})
`

// Runs command lines of the built binary one after the other in this one process, each as if the process had just started:
// with modules of its own, its own environment and folder, and no listener, socket or timer that another one left. All that
// is kept is what V8 compiled, most of what a start costs. A run has ended when Node would have ended the process.
import {AsyncLocalStorage} from 'node:async_hooks'
import {ReadStream, readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {Socket} from 'node:net'
import {dirname, isAbsolute, join} from 'node:path'
import {Script} from 'node:vm'

/** As Node wraps CommonJS, and bin/load.js. */
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})']

const [, , binary] = process.argv
const times = process.env.AWSUP_TEST_TIMES
const load = join(dirname(binary), 'load.js')
const dist = join(dirname(binary), '..', 'dist')
const runs = new AsyncLocalStorage()
const scripts = new Map()
const sockets = new Set()
const emitters = [process, process.stdout, process.stderr]

let current
let before

// An unfinished timer of a run that ended must not end the next one.
const exit = process.exit.bind(process)
process.exit = (...code) => {
  const run = runs.getStore()
  // Without a code it is another than with `undefined`.
  if (run === undefined || run === current) exit(...code)
}

const {connect} = Socket.prototype
Socket.prototype.connect = function (...args) {
  sockets.add(this.once('close', () => sockets.delete(this)))
  return connect.apply(this, args)
}

process.on('message', begin)
process.on('disconnect', stop)
process.on('beforeExit', end)

function begin({args, cwd, env, mark}) {
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
  process.argv = [process.execPath, binary, ...args]
  process.exitCode = undefined
  Object.defineProperty(process, 'stdin', {value: openStdin(), configurable: true})
  before = emitters.map(listenersOf)
  current = {mark}
  process.channel.unref()
  runs.run(current, () => openModules()(binary))
}

function end() {
  if (current === undefined) return
  const code = process.exitCode ?? 0
  for (const listener of addedTo(0).get('exit') ?? []) listener.call(process, code)
  for (const [index, emitter] of emitters.entries())
    for (const [name, added] of addedTo(index)) for (const listener of added) emitter.removeListener(name, listener)
  for (const socket of sockets) socket.destroy()
  process.chdir('/')
  const {mark} = current
  current = undefined
  process.exitCode = undefined
  process.channel.ref()
  process.stdout.write(mark, () =>
    process.stderr.write(mark, () => process.send({code, memory: process.memoryUsage.rss()})),
  )
}

/** Nobody waits for this process, so its time is in no sum of a parent's: bench/loop.mjs adds it. */
function stop() {
  const {user, system} = process.cpuUsage()
  if (times !== undefined) writeFileSync(join(times, `${process.pid}.seconds`), String((user + system) / 1e6))
  exit()
}

const listenersOf = (emitter) => new Map(emitter.eventNames().map((name) => [name, emitter.rawListeners(name)]))

/** What this run listens to, by event. */
function addedTo(index) {
  const known = before[index]
  const now = [...listenersOf(emitters[index])]
  return new Map(now.map(([name, all]) => [name, all.filter((one) => !known.get(name)?.includes(one))]))
}

/** An input that is at its end. */
const openStdin = () => new ReadStream(null, {fd: 0, autoClose: false})

/** What bin/load.js does, but that compiled code is kept in memory and not in a file. */
function openModules() {
  const modules = new Map()
  const require = createRequire(binary)
  const run = (file) => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = {exports: {}}
    modules.set(file, module)
    const folder = dirname(file)
    const find = (id) => {
      if (!id.startsWith('.') && !isAbsolute(id)) return require(id)
      const found = isAbsolute(id) ? id : join(folder, id)
      return found === load ? (entry) => run(join(dist, entry)) : run(found)
    }
    find.resolve = require.resolve
    scriptOf(file).runInThisContext().call(module.exports, module.exports, find, module, file, folder)
    return module.exports
  }
  return run
}

function scriptOf(file) {
  const known = scripts.get(file)
  if (known) return known
  // The first line of the binary itself is the shell's.
  const source = readFileSync(file, 'utf8').replace(/^#!.*/, '')
  const script = new Script(WRAPPER[0] + source + WRAPPER[1], {filename: file})
  scripts.set(file, script)
  return script
}

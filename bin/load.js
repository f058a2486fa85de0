'use strict'
// Runs what the build made, compiled once for many starts: what V8 compiled is kept in a folder of the user's own, a file
// for each command. docs/decisions/cli/0036 says why, and what each part of it gained.

const fs = require('node:fs')
const {dirname, isAbsolute, join, relative, sep} = require('node:path')
const {Script} = require('node:vm')

const dist = join(__dirname, '..', 'dist')
const WRAPPER = ['(function (exports, require, module, __filename, __dirname) {', '\n})']

/** Bytes of all files in the cache, at most, and of what is kept twice. */
const MOST = 256e6
const SMALL = 1e6

/**
 * Runs an entry of dist (`main.js`) and what it requires. What was compiled is kept for the next start of the same
 * `command`, when all is done and if there is a place that nobody else can write to. No failure of it is ever seen.
 */
module.exports = function load(entry, command) {
  const {env} = process
  // Node keeps compiled code itself, or must count what runs.
  if (env.NODE_COMPILE_CACHE || env.NODE_V8_COVERAGE) return require(join(dist, entry))
  const build = env.NODE_DISABLE_COMPILE_CACHE ? undefined : readBuild()
  const stores = new Map()
  const storeOf = (file) => {
    const name = APART.get(file.slice(dist.length + 1)) || command
    if (!stores.has(name)) stores.set(name, openStore(build && placeOf(name, build)))
    return stores.get(name)
  }
  process.on('exit', (code) => {
    for (const store of stores.values()) if (store.place) keep({...store, isWhole: code === 0})
  })
  return openModules(storeOf)(join(dist, entry))
}

/** What a command needs once in many starts, kept for all commands in a file of its own. */
const APART = new Map([['parse.cjs', 'parse']])

function openStore(place) {
  const kept = place ? readKept(place) : undefined
  return {place, kept, scripts: new Map()}
}

/** Answers what runs a file once. Its store receives, by path, what was compiled and whether V8 took what was kept. */
function openModules(storeOf) {
  const modules = new Map()
  const run = (file) => {
    const known = modules.get(file)
    if (known) return known.exports
    const module = {exports: {}}
    modules.set(file, module)
    const {kept, scripts} = storeOf(file)
    const name = file.slice(dist.length)
    const cachedData = kept && kept.parts.get(name)
    const script = new Script(WRAPPER[0] + fs.readFileSync(file, 'utf8') + WRAPPER[1], {filename: file, cachedData})
    scripts.set(name, {script, isKept: cachedData !== undefined && !script.cachedDataRejected})
    const folder = dirname(file)
    const find = (id) =>
      id[0] === '.' ? run(join(folder, id)) : isAbsolute(id) ? run(id) : LATE.has(id) ? whenUsed(id) : require(id)
    find.resolve = require.resolve
    script.runInThisContext().call(module.exports, module.exports, find, module, file, folder)
    return module.exports
  }
  return run
}

/** Parts of Node that cost a start more than 1 ms and that many runs never use. */
const LATE = new Set(
  [
    'child_process',
    'crypto',
    'fs/promises',
    'http',
    'https',
    'http2',
    'net',
    'os',
    'readline',
    'stream',
    'timers/promises',
    'tls',
    'zlib',
  ].map((name) => `node:${name}`),
)

/** A part of Node that is loaded when something of it is read. */
const whenUsed = (id) =>
  new Proxy(
    {},
    {
      get: (_, name) => require(id)[name],
      has: (_, name) => name in require(id),
      ownKeys: () => Reflect.ownKeys(require(id)),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Object.getOwnPropertyDescriptor(require(id), name),
        configurable: true,
      }),
    },
  )

// ---- where it is kept

/**
 * The file of a command and all that must be the same for it to be of use, as a text that the file starts with.
 * `undefined` where no folder is fit.
 */
function placeOf(name, build) {
  const folder = cacheFolder(process.env)
  if (!folder) return undefined
  // V8 takes back only what was compiled under the same flags.
  const flags = JSON.stringify([process.execArgv, process.env.NODE_OPTIONS || ''])
  const key = `awsup ${build} node ${process.version} ${process.arch} v8 ${process.versions.v8} ${flags}\n`
  return {folder, key, file: join(folder, `${name}-${digest(key)}.code`)}
}

function readBuild() {
  try {
    const {build} = JSON.parse(fs.readFileSync(join(dist, 'package.json'), 'utf8'))
    return typeof build === 'string' ? build : undefined
  } catch (error) {
    return undefined
  }
}

/** FNV-1a, 32 bits: a name for a key; the key itself is compared. */
function digest(text) {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

// `$XDG_CACHE_HOME/awsup`, `~/.cache/awsup`, `%LOCALAPPDATA%\awsup\cache`; none in the folder that awsup runs in, which
// may be somebody else's checkout.
function cacheFolder({XDG_CACHE_HOME, HOME, LOCALAPPDATA}) {
  const isFit = (base) => {
    if (!base || !isAbsolute(base)) return false
    const way = relative(process.cwd(), base)
    return isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)
  }
  if (process.platform === 'win32') return isFit(LOCALAPPDATA) ? join(LOCALAPPDATA, 'awsup', 'cache') : undefined
  if (isFit(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'awsup')
  return isFit(HOME) ? join(HOME, '.cache', 'awsup') : undefined
}

// A folder, no link, that nobody but this user may look into or write to, where nobody else can put another one in its
// place. Windows has neither owners nor modes here: %LOCALAPPDATA% is the user's own.
function isPrivate(folder) {
  const found = fs.lstatSync(folder)
  if (!found.isDirectory()) return false
  if (!process.getuid) return true
  const above = fs.statSync(dirname(folder))
  const uid = process.getuid()
  const isSafe = (above.uid === uid || above.uid === 0) && (above.mode & 0o022 ? above.mode & 0o1000 : true)
  return isSafe && isOwn(found)
}

const isOwn = ({uid, mode}) => !process.getuid || (uid === process.getuid() && (mode & 0o077) === 0)

// ---- what is kept

// A file is a key, what is kept, and a check of that: V8 runs what it is given, and dies of a flipped byte. Where it is small
// the check is a second copy, because no checksum is as fast in a process that has just started; else it is a CRC-32.
// What is kept is two numbers of 32 bits (its own length, and that of a table), the table as JSON, and the parts that it
// names. Each begins at a multiple of 8 bytes: V8 copies what does not.

/** `{isWhole, parts}`: whether a run to a good end is in it, and bytes by path; `undefined` where there is nothing to trust. */
function readKept({folder, file, key}) {
  let open
  try {
    if (!isPrivate(folder)) return undefined
    open = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW || 0) | (fs.constants.O_NONBLOCK || 0))
    const found = fs.fstatSync(open)
    if (!found.isFile() || !isOwn(found) || found.size > MOST) return undefined
    const bytes = fs.readFileSync(open)
    const head = headOf(key)
    if (!bytes.subarray(0, head.length).equals(head)) return undefined
    const whole = bytes.subarray(head.length)
    const [length, end] = new Uint32Array(whole.buffer, whole.byteOffset, 2)
    const body = whole.subarray(0, length)
    if (body.length !== length || !whole.subarray(length).equals(checkOf(body))) return undefined
    const {isWhole, parts} = JSON.parse(body.toString('utf8', 8, end))
    return {isWhole, parts: new Map(parts.map(([name, from, to]) => [name, body.subarray(from, to)]))}
  } catch (error) {
    return undefined
  } finally {
    if (open !== undefined) fs.closeSync(open)
  }
}

const headOf = (key) => Buffer.from(key.padEnd(padded(Buffer.byteLength(key)) - Buffer.byteLength(key) + key.length))

function checkOf(body) {
  if (body.length <= SMALL) return body
  const check = Buffer.alloc(8)
  check.writeUInt32LE(require('node:zlib').crc32(body))
  return check
}

/** Called when the run has ended. A run that failed early is kept only where nothing better is. */
function keep({place, kept, scripts, isWhole}) {
  const isNew = [...scripts.values()].some(({isKept}) => !isKept)
  if (kept && !isNew && (kept.isWhole || !isWhole)) return
  try {
    makeFolder(place.folder)
    if (!isPrivate(place.folder)) return
    const parts = new Map(kept ? kept.parts : [])
    for (const [name, {script}] of scripts) parts.set(name, script.createCachedData())
    const body = renderBody(isWhole || (kept ? kept.isWhole : false), parts)
    replace(place.file, Buffer.concat([headOf(place.key), body, checkOf(body)]))
    prune(place.folder)
  } catch (error) {
    // No such place, or not one to write to: the next start compiles again.
  }
}

function renderBody(isWhole, parts) {
  const names = [...parts.keys()]
  // Room for the table: how long its numbers are is not known before.
  let end = padded(64 + names.reduce((sum, name) => sum + Buffer.byteLength(JSON.stringify(name)) + 24, 0))
  const table = names.map((name) => {
    const from = end
    const to = from + parts.get(name).length
    end = padded(to)
    return [name, from, to]
  })
  const body = Buffer.alloc(end)
  const length = body.write(JSON.stringify({isWhole, parts: table}), 8)
  new Uint32Array(body.buffer, body.byteOffset, 2).set([end, 8 + length])
  for (const [name, from] of table) parts.get(name).copy(body, from)
  return body
}

const padded = (length) => Math.ceil(length / 8) * 8

/** With those above it. Not Node's own `recursive`, which never ends in a folder like /proc. */
function makeFolder(folder) {
  const make = () => fs.mkdirSync(folder, {mode: 0o700})
  try {
    make()
  } catch (error) {
    if (error.code === 'EEXIST') return
    if (error.code !== 'ENOENT') throw error
    makeFolder(dirname(folder))
    make()
  }
}

/** All of it or nothing of it, however many processes do the same. */
function replace(file, bytes) {
  const temporary = `${file}.${process.pid}.${process.hrtime.bigint()}`
  try {
    fs.writeFileSync(temporary, bytes, {flag: 'wx', mode: 0o600})
    fs.renameSync(temporary, file)
  } catch (error) {
    fs.rmSync(temporary, {force: true})
    throw error
  }
}

/** Other versions leave theirs behind, and a process that was killed what it was writing: the newest files stay. */
function prune(folder) {
  const names = fs.readdirSync(folder).filter((name) => name.includes('.code'))
  const files = names.map((name) => ({file: join(folder, name), ...pick(fs.statSync(join(folder, name)))}))
  files.sort((a, b) => b.mtimeMs - a.mtimeMs)
  let sum = 0
  for (const {file, size} of files) {
    sum += size
    if (sum > MOST) fs.rmSync(file, {force: true})
  }
}

const pick = ({size, mtimeMs}) => ({size, mtimeMs})

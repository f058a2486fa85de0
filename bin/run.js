#!/usr/bin/env node
'use strict'
// CommonJS (bin/package.json says so) and plain enough for any Node to parse: an old one gets a sentence and not a
// stack, and Node's loader of ES modules, a good part of a start, is left out where it is not needed.

const [major, minor] = process.versions.node.split('.').map(Number)
const [, , topic, command] = process.argv

if (topic === '__complete') completeWord()
else if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`awsup: Node ${process.versions.node} is too old, awsup needs 20.17 or newer\n`)
  process.exitCode = 1
} else {
  keepCompiledCode(require('node:module'))
  // What runs at every switch and in every prompt is one file (scripts/build/quick.mjs).
  if (topic === 'env' && (command === 'switch' || command === 'current')) require('../dist/quick.cjs')
  // AWS clients ask for credentials at each start of theirs, and mostly a session is kept (scripts/build/kept.mjs).
  else if (topic === 'credentials') {
    const {printKept} = require('../dist/kept.cjs')
    printKept(process.argv.slice(3)).then((isPrinted) => isPrinted || import('../dist/main.js'))
  } else import('../dist/main.js')
}

// A script of `awsup completion` asks at every press of Tab (scripts/build/complete.mjs): whatever goes wrong, an old Node
// included, must not be printed into the line that a person types.
function completeWord() {
  try {
    require('../dist/complete.cjs')
  } catch (error) {
    process.exitCode = 0
  }
}

// Node 22.1 and newer keep compiled code, and run what they find there unseen. Node's own choice is a folder below
// /tmp, which any user of the machine may have made before: awsup names one of its user's own, or none.
function keepCompiledCode({enableCompileCache}) {
  // Where NODE_COMPILE_CACHE is set, Node has it on already.
  if (!enableCompileCache || process.env.NODE_COMPILE_CACHE) return
  const folder = cacheFolder(process.env)
  if (folder && isPrivate(folder)) enableCompileCache(folder)
}

// `$XDG_CACHE_HOME/awsup`, `~/.cache/awsup`, `%LOCALAPPDATA%\awsup\cache`; none in the folder that awsup runs in, which
// may be somebody else's checkout.
function cacheFolder({XDG_CACHE_HOME, HOME, LOCALAPPDATA}) {
  const {isAbsolute, join, relative, sep} = require('node:path')
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
// place. It is made where there is none. Windows has neither owners nor modes here: %LOCALAPPDATA% is the user's own.
function isPrivate(folder) {
  const {lstatSync, mkdirSync, statSync} = require('node:fs')
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const found = lstatSync(folder)
    if (!found.isDirectory()) return false
    if (!process.getuid) return true
    const above = statSync(require('node:path').dirname(folder))
    const uid = process.getuid()
    const isSafe = (above.uid === uid || above.uid === 0) && (above.mode & 0o022 ? above.mode & 0o1000 : true)
    return isSafe && found.uid === uid && (found.mode & 0o077) === 0
  } catch (error) {
    // No such place, or not one to write to: awsup starts without.
    return false
  }
}

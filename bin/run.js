#!/usr/bin/env node
'use strict'
// CommonJS (bin/package.json says so) and plain enough for any Node to parse: an old one gets a sentence and not a
// stack, and Node's loader of ES modules, a good part of a start, is left out.

const [major, minor] = process.versions.node.split('.').map(Number)
const [, , ...words] = process.argv

if (words[0] === '__complete') completeWord()
else if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`awsup: Node ${process.versions.node} is too old, awsup needs 20.17 or newer\n`)
  process.exitCode = 1
} else {
  const command = nameOfCommand()
  // What runs at every switch and in every prompt is one file (scripts/build/quick.mjs).
  if (['env-switch', 'env-current', 'env-list'].includes(command)) require('./load.js')('quick.cjs', command)
  // AWS clients ask for credentials at each start of theirs, and mostly a session is kept (scripts/build/kept.mjs).
  else if (words[0] === 'credentials') {
    require('../dist/kept.cjs')
      .printKept(words.slice(1))
      .then((isPrinted) => isPrinted || require('./load.js')('main.js', command))
  } else require('./load.js')('main.js', command)
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

// Under which name compiled code is kept: help and everything that is no command have one together.
function nameOfCommand() {
  const {existsSync} = require('node:fs')
  const {join} = require('node:path')
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  if (own.includes('--help') || own.includes('-h')) return 'main'
  for (const parts of [words.slice(0, 2), words.slice(0, 1)]) {
    const isName = parts.length > 0 && parts.every((word) => /^[a-z][a-z-]*$/.test(word))
    if (isName && existsSync(`${join(__dirname, '..', 'dist', 'commands', ...parts)}.js`)) return parts.join('-')
  }
  return 'main'
}

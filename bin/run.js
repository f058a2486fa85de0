#!/usr/bin/env node
'use strict'
// CommonJS (bin/package.json says so) and plain enough for any Node to parse: an old one gets a sentence and not a
// stack, and Node's loader of ES modules, a good part of a start, is left out where it is not needed.

const [major, minor] = process.versions.node.split('.').map(Number)
const [, , topic, command] = process.argv

if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`awsup: Node ${process.versions.node} is too old, awsup needs 20.17 or newer\n`)
  process.exitCode = 1
} else {
  require('node:module').enableCompileCache?.()
  // What runs at every switch and in every prompt is one file (scripts/build/quick.mjs).
  if (topic === 'env' && (command === 'switch' || command === 'current')) require('../dist/quick.cjs')
  else import('../dist/main.js')
}

'use strict'
// Starts awsup where it is one file with Node in it (scripts/package/executable.mjs). Its parts are kept as texts, so that a start
// compiles only the one that is meant: at every press of Tab a small one.

const {getAsset} = require('node:sea')
const {dirname} = require('node:path')
const {Script} = require('node:vm')

const [, , first, second] = process.argv

if (first === '__complete') completeWord()
else if (first === '__companion') {
  // As `node -e <script> <signals>` is called.
  process.argv.splice(1, 2)
  load('companion')
} else if (first === '__update-check') {
  process.argv.splice(1, 1)
  load('update-check')
} else if (first === 'env' && (second === 'switch' || second === 'current')) load('quick')
else load('main')

// Whatever goes wrong must not be printed into the line that a person types.
function completeWord() {
  try {
    load('complete')
  } catch (error) {
    process.exitCode = 0
  }
}

// There are no files to require: a part is its text, everything else is Node's own.
function load(name) {
  const module = {exports: {}}
  const text = `(function (exports, require, module, __filename, __dirname) {${getAsset(name, 'utf8')}\n})`
  const start = new Script(text, {filename: `awsup:${name}.cjs`}).runInThisContext()
  const find = (id) => (id.startsWith('./') ? load(id.slice(2, -'.js'.length)) : require(id))
  start(module.exports, find, module, process.execPath, dirname(process.execPath))
  return module.exports
}

#!/usr/bin/env node
// Plain JavaScript that any Node can parse, so that an old one gets a sentence and not a stack.
import module from 'node:module'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`awsup: Node ${process.versions.node} is too old, awsup needs 20.17 or newer\n`)
  process.exitCode = 1
} else {
  module.enableCompileCache?.()
  await import('../dist/main.js')
}

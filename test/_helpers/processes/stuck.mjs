// Loaded into awsup before awsup itself (NODE_OPTIONS=--import): a file system on which one file cannot be replaced or
// removed, as where it is a mount of its own (EBUSY) or immutable (EPERM). It speaks no word of awsup's code.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

const [code = '', ...rest] = (process.env.AWSUP_TEST_STUCK ?? '').split(':')
const stuck = rest.join(':')

function fail(call, path) {
  throw Object.assign(new Error(`${code}: ${call} '${path}'`), {code, syscall: call})
}
const isStuck = (path) => stuck !== '' && String(path).endsWith(stuck)

const {renameSync, unlinkSync, linkSync} = fs
fs.renameSync = (from, to) => (isStuck(from) || isStuck(to) ? fail('rename', to) : renameSync(from, to))
fs.unlinkSync = (path) => (isStuck(path) ? fail('unlink', path) : unlinkSync(path))
fs.linkSync = (from, to) => {
  if (isStuck(from)) throw Object.assign(new Error('EXDEV: link'), {code: 'EXDEV'})
  linkSync(from, to)
}
syncBuiltinESMExports()

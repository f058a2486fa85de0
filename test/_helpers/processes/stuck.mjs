// Loaded into awsup before awsup itself (NODE_OPTIONS=--import): a file system on which one file cannot be replaced or
// removed, as where it is a mount of its own (EBUSY) or immutable (EPERM). It speaks no word of awsup's code.
import fs from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

const [code = '', ...rest] = (process.env.AWSUP_TEST_STUCK ?? '').split(':')
const stuck = rest.join(':')

const fail = (call, path) =>
  Promise.reject(Object.assign(new Error(`${code}: ${call} '${path}'`), {code, syscall: call}))
const isStuck = (path) => stuck !== '' && String(path).endsWith(stuck)

const {rename, rm, link} = fs.promises
fs.promises.rename = (from, to) => (isStuck(from) || isStuck(to) ? fail('rename', to) : rename(from, to))
fs.promises.rm = (path, options) => (isStuck(path) ? fail('rm', path) : rm(path, options))
fs.promises.link = (from, to) =>
  isStuck(from) ? Promise.reject(Object.assign(new Error('EXDEV: link'), {code: 'EXDEV'})) : link(from, to)
syncBuiltinESMExports()

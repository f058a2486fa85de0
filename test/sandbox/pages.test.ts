import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {expect, test} from 'vitest'

test('the pages of the sandbox say what it serves, and it serves nothing that nobody is known to send', () => {
  const script = path.join(import.meta.dirname, '../../scripts/docs/sandbox-pages.mjs')
  const {status, stderr} = spawnSync(process.execPath, [script, '--check'], {encoding: 'utf8'})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
})

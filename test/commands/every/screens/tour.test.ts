import {spawnSync} from 'node:child_process'
import path from 'node:path'
import {expect, test} from 'vitest'

const root = path.resolve(import.meta.dirname, '..', '..', '..', '..')

test('the recording in the docs is what a terminal shows now', () => {
  const script = path.join(root, 'scripts', 'docs', 'tour.mjs')
  const {status, stderr} = spawnSync(process.execPath, [script, '--check'], {encoding: 'utf8', timeout: 110_000})
  expect({status, stderr}).toEqual({status: 0, stderr: ''})
})

import {existsSync, readdirSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {expect, test} from 'vitest'
import {emptyFolder, surroundings} from '../_helpers/cli.js'
import openTemporary from '../_helpers/setup/temporary.js'

test('folders of tests, and of the programs that they start, lie in the run’s own', () => {
  expect(tmpdir()).toMatch(/awsup-run-\w+$/)
  const folder = emptyFolder()
  expect(dirname(folder)).toBe(tmpdir())
  expect(surroundings(folder)['TMPDIR']).toBe(tmpdir())
})

test('the run’s own folder goes with all that is in it, and what was before is as it was', () => {
  const before = process.env['TMPDIR']
  // Nobody else's: other tests make folders in the run's own meanwhile.
  const outside = emptyFolder()
  process.env['TMPDIR'] = outside
  const close = openTemporary()
  const root = tmpdir()
  expect(dirname(root)).toBe(outside)
  const memory = process.env['AWSUP_TEST_MEMORY'] ?? ''
  for (const folder of [emptyFolder(), memory]) writeFileSync(join(folder, 'left'), 'behind')
  expect(readdirSync(root)).not.toEqual([])
  close()
  expect([root, memory].map((folder) => existsSync(folder))).toEqual([false, false])
  expect({tmpdir: tmpdir(), there: readdirSync(outside)}).toEqual({tmpdir: outside, there: []})
  process.env['TMPDIR'] = before
})

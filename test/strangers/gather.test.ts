import {spawnSync} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test, vi} from 'vitest'
import {cellsOf, writeCells, type Cell} from '../../strangers/kinds/cells.js'
import {STRANGERS} from '../../strangers/conformance/judge.js'
import {KINDS, VERBS} from '../../strangers/kinds/kinds.js'
import {emptyFolder} from '../_helpers/cli.js'

const succeeded = Object.fromEntries(
  KINDS.flatMap((kind) => VERBS.flatMap((verb) => kind[verb] ?? []).map((name) => [`${kind.service}:${name}`, 1])),
)

test('the table is written when it is asked for, held from then on, and a cell that turns red ends it with 1', () => {
  const project = emptyFolder()
  mkdirSync(join(project, 'docs', 'evidence'), {recursive: true})
  writeFileSync(
    join(project, 'docs', 'evidence', 'moto.md'),
    '# Where moto and AWS differ\n\n## iam/users: 5 of 12 alike\n',
  )
  const folder = emptyFolder()
  const leave = (stranger: string, cells: readonly Cell[]): void => {
    vi.stubEnv('CONFORMANCE_CELLS', folder)
    writeCells(stranger, cells)
    vi.unstubAllEnvs()
  }
  const gather = (...flags: readonly string[]) => {
    const program = join(import.meta.dirname, '..', '..', 'strangers', 'run.mjs')
    const env = {...process.env, CONFORMANCE_CELLS: folder}
    return spawnSync(process.execPath, [program, 'gather', ...flags], {cwd: project, env, encoding: 'utf8'})
  }
  for (const stranger of STRANGERS) leave(stranger, cellsOf({stranger, succeeded, takes: 'all'}))

  expect(gather('-u')).toMatchObject({status: 0, stderr: ''})
  expect(readFileSync(join(project, 'docs', 'evidence', 'conformance.md'), 'utf8')).toContain('# Conformance')
  expect(gather()).toMatchObject({status: 0, stderr: ''})

  const failures = [{service: 'iam', kind: 'user', verb: 'update', why: 'UpdateUser: the path is still /'}] as const
  leave('boto3', cellsOf({stranger: 'boto3', succeeded, takes: 'all', failures}))
  const red = gather()
  expect(red.status).toBe(1)
  expect(red.stdout).toContain('✗ boto3: iam user update: UpdateUser: the path is still /\n')
})

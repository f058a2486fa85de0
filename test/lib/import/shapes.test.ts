import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {AwsupError} from '../../../src/lib/base/errors.js'
import type {Found} from '../../../src/lib/import/found.js'
import {readAmplify} from '../../../src/lib/operations/import/amplify.js'
import {emptyFolder} from '../../_helpers/cli.js'
import {readTerraform} from '../../../src/lib/operations/import/terraform.js'
import {CODE_SHAPES, FILE_SHAPES, GEN1_SHAPES, type Shape} from './shapes.js'
import {OUTPUT_SHAPES, STATE_SHAPES, WORKSPACE_SHAPES} from './terraform-shapes.js'

type Read = (target: string, root: string) => Found | Promise<Found>

async function check({files, named, pools, outputs, notes = [], refused}: Shape, read: Read): Promise<void> {
  const folder = emptyFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), {recursive: true})
    writeFileSync(join(folder, path), content)
  }
  const target = named === undefined ? folder : join(folder, named)
  if (refused !== undefined) {
    const said = await Promise.resolve()
      .then(() => read(target, folder))
      .then(
        () => 'read',
        (error: unknown) =>
          error instanceof AwsupError ? [error.exitCode, error.message, error.hint].join('\n') : error,
      )
    expect(said).toEqual(expect.stringContaining(refused))
    expect(said).toEqual(expect.stringMatching(/^2\n/))
    return
  }
  const found = await read(target, folder)
  expect(found.pools).toMatchObject(pools ?? [])
  expect(found.pools).toHaveLength(pools?.length ?? 0)
  if (outputs) expect(Object.fromEntries(found.outputs.map(({path, format}) => [path, format]))).toEqual(outputs)
  for (const note of notes) expect(found.notes.join('\n')).toContain(note)
}

describe('aws-exports as people keep it is read right, or refused by line', () => {
  test.each(CODE_SHAPES)('$title', (shape) => check(shape, readAmplify))
})

describe('every file that Amplify writes is found, and is an output of its own format', () => {
  test.each(FILE_SHAPES)('$title', (shape) => check(shape, readAmplify))
})

describe('a folder of Gen 1 tells what it knows, wherever it keeps it', () => {
  test.each(GEN1_SHAPES)('$title', (shape) => check(shape, readAmplify))
})

describe('a state of Terraform of any age tells the pools that stay, and names those that go', () => {
  test.each(STATE_SHAPES)('$title', (shape) => check(shape, readTerraform))
})

describe('each workspace is an environment', () => {
  test.each(WORKSPACE_SHAPES)('$title', (shape) => check(shape, readTerraform))
})

describe('outputs of Terraform in any shape', () => {
  test.each(OUTPUT_SHAPES)('$title', (shape) => check(shape, readTerraform))
})

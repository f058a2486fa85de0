import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Output} from '../../../../src/lib/outputs/output.js'
import {anyTold} from '../any.js'
import {ON_AWS, toldWith, write} from '../consumer.js'
import {DEV} from '../samples.js'
import {compile, importModule} from '../typescript.js'

describe('a typed module', () => {
  const output: Output = {format: 'typescript', path: 'awsup.ts', endpoint: undefined}

  test('knows each id to the letter: a name that does not exist does not compile', () => {
    const module = write(output, toldWith(new Map([['todosTable', 'todos']])), DEV)
    const using = (code: string) => `import {awsup} from './awsup.js'\n${code}`
    const said = compile({
      'awsup.ts': module,
      'region.ts': using("export const region: 'eu-west-1' = awsup.region"),
      'table.ts': using("export const table: 'todos' = awsup.values.todosTable"),
      'mistyped.ts': using('export const table = awsup.values.todoTable'),
    })
    expect(said).toEqual([expect.stringContaining("'todoTable' does not exist")])
  })

  test('and the runtime configuration say the same, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(anyTold, fc.constantFrom(DEV, ON_AWS), async (any, ids) => {
        const {awsup} = await importModule(write(output, any, ids))
        const json = write({format: 'json', path: 'config.json', endpoint: undefined}, any, ids)
        expect(awsup).toEqual(JSON.parse(json))
        expect(awsup).toMatchObject({userPoolId: ids.userPoolId, values: Object.fromEntries(any.values)})
      }),
      {numRuns: 30},
    )
  })
})

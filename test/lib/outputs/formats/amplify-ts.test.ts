import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Output} from '../../../../src/lib/outputs/output.js'
import {anyTold} from '../any.js'
import {amplifyOutputs, ON_AWS, toldWith, write} from '../consumer.js'
import {DEV} from '../samples.js'
import {compile, importModule} from '../typescript.js'

/** Those that amplify_outputs.json has no word for. */
const withoutCustom = (config: unknown): unknown =>
  JSON.parse(JSON.stringify(config), (key, value: unknown) =>
    key === 'providers' && Array.isArray(value) ? value.filter((one) => typeof one === 'string') : value,
  )

describe('a ResourcesConfig in TypeScript', () => {
  const output: Output = {format: 'amplify-ts', path: 'amplify.ts', endpoint: undefined}

  test('compiles against Amplify’s types, whatever is in it', () => {
    const modules = fc
      .sample(anyTold, 20)
      .map((any, index) => [`amplify${index}.ts`, write(output, any, index % 2 === 0 ? DEV : ON_AWS)] as const)
    expect(compile(Object.fromEntries(modules))).toEqual([])
  })

  test('is what Amplify makes of amplify_outputs.json of the same environment', async () => {
    await fc.assert(
      fc.asyncProperty(anyTold, async (any) => {
        const {resourcesConfig, values} = await importModule(write(output, any))
        const parsed: unknown = parseAmplifyConfig(JSON.parse(write(amplifyOutputs(), any)) as object)
        expect(withoutCustom(resourcesConfig)).toEqual(parsed)
        expect(values).toEqual(Object.fromEntries(any.values))
      }),
      {numRuns: 30},
    )
  })

  test('leads to the sandbox where that is the target', async () => {
    const {resourcesConfig} = await importModule(
      write({...output, endpoint: 'http://localhost:1'}, toldWith(new Map()), DEV),
    )
    expect(resourcesConfig).toMatchObject({
      Auth: {Cognito: {userPoolEndpoint: 'http://localhost:1', identityPoolEndpoint: 'http://localhost:1'}},
    })
  })
})

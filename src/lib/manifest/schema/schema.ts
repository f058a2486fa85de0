import {FORMAT_NAMES, FORMATS} from '../../outputs/formats/registry.js'
import {MANIFEST_KEYS} from '../parse.js'
import type {Shaped} from '../read/shape.js'
import {output} from '../sections/outputs.js'
import {all, type JsonSchema} from './json.js'
import {SchemaMaker, textOf} from './shapes.js'

/**
 * The JSON Schema of awsup.yaml, of draft-07, made of what the readers say that they take: everything that they take fits
 * it. It is looser where the file has to be seen as a whole. Read by scripts/docs/schemas.mjs alone, which hands over the
 * comments of the keys.
 */
export function makeSchema(): object {
  const root: Shaped = {shape: {sort: 'mapping', keys: MANIFEST_KEYS}}
  const maker = new SchemaMaker(root, new Map([[output, byFormat]]))
  const schema = all(maker.schemaOf(root, 'awsup'), ORGANIZATION)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'awsup.yaml',
    description: 'What you want on AWS: environments, sign-in, access rules and outputs of awsup.',
    ...schema,
    definitions: maker.definitions,
  }
}

/** It is needed as soon as an account is to be made. */
const ORGANIZATION: JsonSchema = {
  if: {properties: {environments: {additionalProperties: {required: ['account']}}}},
  else: {required: ['organization']},
}

/** What the format of an output means for its other keys. */
function byFormat(schema: JsonSchema): JsonSchema {
  const options = Object.keys(schema.properties ?? {}).filter((name) => !['format', 'path'].includes(name))
  const format = schema.properties?.['format']
  const described = {...format, enumDescriptions: FORMAT_NAMES.map((name) => `For ${FORMATS[name].page.readers}.`)}
  const cases = FORMAT_NAMES.map((name): JsonSchema => {
    const {options: known, oneOption = [], ending} = FORMATS[name]
    const unknown = options.filter((option) => !Object.hasOwn(known, option))
    return {
      if: {properties: {format: {const: name}}, required: ['format']},
      then: {
        properties: {
          ...Object.fromEntries(unknown.map((option) => [option, false])),
          ...(ending && {path: textOf(ending.clauses ?? [])}),
        },
        ...(oneOption.length > 0 && {oneOf: oneOption.map((option) => ({required: [option]}))}),
      },
    }
  })
  const said = Object.entries(schema.properties ?? {}).map(([name, of]): [string, JsonSchema | false] => [
    name,
    of && options.includes(name) ? {...of, description: `${of.description ?? ''} ${sayFormats(name)}`} : of,
  ])
  return {...schema, properties: {...Object.fromEntries(said), format: described}, allOf: cases}
}

/** Which formats have an option, in words; of two that exclude each other, the other one is named. */
function sayFormats(option: string): string {
  const names = FORMAT_NAMES.filter((name) => Object.hasOwn(FORMATS[name].options, option)).map((name) => {
    const {oneOption = []} = FORMATS[name]
    const others = oneOption.includes(option) ? oneOption.filter((one) => one !== option) : []
    return others.length > 0 ? `${name} (this or \`${others.join('`, `')}\`)` : name
  })
  const list = new Intl.ListFormat('en-GB').format(names)
  return `For the format${names.length > 1 ? 's' : ''} ${list}.`
}

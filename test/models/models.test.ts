import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {ServiceModel, Shape} from '../../src/models/model.js'
import {compilePattern} from '../../src/models/pattern.js'
import type {Service} from '../../src/sandbox/service.js'
import {loadServices} from '../../src/sandbox/services.js'
import {findErrorShape, findOperationShape} from '../../src/sandbox/wire/schemas.js'

const folder = path.join(import.meta.dirname, '..', '..', 'src', 'models')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !['limits.json', 'managed-policies.json'].includes(file))
  .map((file) => file.replace('.json', ''))
const read = (name: string) => JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as ServiceModel

const TYPES = ['string', 'boolean', 'integer', 'long', 'float', 'double', 'timestamp', 'blob', 'document']
const refersTo = ({members = {}, member, key, value}: Shape): string[] =>
  [...Object.values(members), member, key, value].filter((name) => name !== undefined)

const services = new Map<string, Service>()
beforeAll(async () => {
  for (const found of await loadServices()) services.set(found.name, 'load' in found ? await found.load() : found)
})

test('there is a model of every service of the sandbox, and of no other', () => {
  expect(names.toSorted()).toEqual([...services.keys()].toSorted())
})

describe.each(names)('the model of %s', (name) => {
  const {operations, shapes} = read(name)
  const service = (): Service => services.get(name) as Service

  test('has the operations that the sandbox serves: run scripts/generate-models.py where one is new', () => {
    expect(Object.keys(operations).toSorted()).toEqual(Object.keys(service().operations).toSorted())
  })

  test('refers to no shape that is not there', () => {
    const used = [
      ...Object.values(operations).flatMap(({input, output, errors}) => [input, output, ...errors]),
      ...Object.values(shapes).flatMap(refersTo),
    ].filter((one) => one !== undefined)
    expect(used.filter((one) => !TYPES.includes(one) && !Object.hasOwn(shapes, one))).toEqual([])
  })

  test('has patterns that JavaScript understands', () => {
    const patterns = Object.values(shapes).flatMap(({pattern}) => pattern ?? [])
    for (const pattern of patterns) expect(() => compilePattern(pattern)).not.toThrow()
  })

  test('has no member and no error that the SDK lacks, whose codecs write what the sandbox answers', () => {
    const {sdk} = service()
    const members = (shape: string | undefined) => Object.keys(shapes[shape ?? '']?.members ?? {})
    for (const [operation, {input, output, errors}] of Object.entries(operations)) {
      const known = findOperationShape(sdk, operation)
      const lacking = [
        ...members(input).filter((member) => !membersOf(known?.input).includes(member)),
        ...members(output).filter((member) => !membersOf(known?.output).includes(member)),
        ...errors.filter((error) => findErrorShape(service(), error) === undefined),
      ]
      expect([operation, ...lacking]).toEqual([operation])
    }
  })
})

const membersOf = (schema: NonNullable<ReturnType<typeof findOperationShape>>['input'] | undefined): string[] =>
  schema?.isStructSchema() ? [...schema.structIterator()].map(([name]) => name) : []

test('models say which operations AWS takes unsigned', () => {
  const unsigned = (name: string) =>
    Object.entries(read(name).operations).flatMap(([one, said]) => (said.unsigned ? one : []))
  expect(unsigned('sts')).toEqual(['AssumeRoleWithWebIdentity'])
  expect(unsigned('cognito-idp')).toContain('InitiateAuth')
  expect(unsigned('cognito-idp')).not.toContain('AdminInitiateAuth')
  expect(unsigned('cognito-identity')).toContain('GetId')
  expect(unsigned('iam')).toEqual([])
})

test('white space is what Java takes for it, and everything is everything', () => {
  expect(compilePattern('[\\w\\s]+').test('a \t\n')).toBe(true)
  expect(compilePattern('[\\w\\s]+').test('a\u00a0')).toBe(false)
  expect(compilePattern('[\\S]+').test('a\u00a0')).toBe(true)
  expect(compilePattern('[\\S]+').test('a ')).toBe(false)
  expect(compilePattern('[\\s\\S]*').test('a\u00a0\u2028 \n')).toBe(true)
})

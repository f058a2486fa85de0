import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import type {ServiceModel, Shape} from '../../src/models/model.js'
import {compilePattern} from '../../src/models/pattern.js'
import type {Service} from '../../src/sandbox/core/service.js'
import {loadServices} from '../../src/sandbox/core/services.js'
import {findErrorShape, findOperationShape} from '../../src/sandbox/wire/schemas.js'

const folder = path.join(import.meta.dirname, '..', '..', 'src', 'models')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !['actions.json', 'limits.json', 'managed-policies.json'].includes(file))
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

  test('has the operations that the sandbox serves: run scripts/generate/models.py where one is new', () => {
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

  test('has the members of the SDK, whose codecs read requests and write answers, however deep', () => {
    const found = new Set<string>()
    for (const [operation, {input, output}] of Object.entries(operations)) {
      const known = findOperationShape(service().sdk, operation)
      for (const difference of [
        ...differences(shapes, {name: input, schema: known?.input}),
        ...differences(shapes, {name: output, schema: known?.output}),
      ])
        found.add(difference)
    }
    expect([...found].toSorted()).toEqual(ACCEPTED[name] ?? [])
  })

  test('has no error that the SDK lacks', () => {
    for (const [operation, {errors}] of Object.entries(operations)) {
      const unknown = errors.filter((error) => findErrorShape(service(), error) === undefined)
      expect([operation, ...unknown.filter((error) => !NEWER_ERRORS.includes(error))]).toEqual([operation])
    }
  })
})

/**
 * Where the model and the SDK are not of one day, or of one mind: what one of them has alone, and why that is accepted. A
 * new line says that the models, or the SDK, are to be brought up to date.
 */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  // Newer than the SDK; the sandbox answers neither.
  lambda: [
    'FunctionConfiguration.AcceleratorConfig: only in the model',
    'FunctionConfiguration.RuntimeConfig: only in the model',
  ],
  // Newer than the SDK. The sandbox neither reads nor writes them until the SDK does; it teaches the SDK some of user
  // pools itself (src/sandbox/services/cognito-idp/newer-members.ts).
  iam: [
    'CreateLoginProfileRequest.MaxSigninSessionDuration: only in the model',
    'CreateOpenIDConnectProviderRequest.ContextProvider: only in the model',
    'CreateOpenIDConnectProviderRequest.IdentityCenterInstanceArn: only in the model',
    'CreateRoleRequest.MaxSigninSessionDuration: only in the model',
    'GetOpenIDConnectProviderResponse.ContextProvider: only in the model',
    'GetOpenIDConnectProviderResponse.IdentityCenterInstanceArn: only in the model',
    'GetOpenIDConnectProviderResponse.IdentityStoreArn: only in the model',
    'LoginProfile.MaxSigninSessionDuration: only in the model',
    'OpenIDConnectProviderListEntry.IsTrustedIdentityPropagationEnabled: only in the model',
    'Role.MaxSigninSessionDuration: only in the model',
    'UpdateLoginProfileRequest.MaxSigninSessionDuration: only in the model',
    'UpdateLoginProfileRequest.ResetMaxSigninSessionDuration: only in the model',
    'UpdateRoleRequest.MaxSigninSessionDuration: only in the model',
    'UpdateRoleRequest.ResetMaxSigninSessionDuration: only in the model',
  ],
  // What the sandbox answers of an instance has no such thing.
  'sso-admin': ['DescribeInstanceResponse.NetworkConfigurationDetails: only in the model'],
  s3: [
    'AbortMultipartUploadOutput.VersionId: only in the model',
    'CreateMultipartUploadOutput.VersionId: only in the model',
    'EncryptionConfiguration.UseSourceMultiRegionKey: only in the model',
    // The SDK's own: `Expires` as it was sent.
    'GetObjectOutput.ExpiresString: only in the SDK',
    'HeadObjectOutput.ExpiresString: only in the SDK',
    'ListPartsOutput.VersionId: only in the model',
    'ReplicationRuleAndOperator.Not: only in the model',
    'ReplicationRuleFilter.Not: only in the model',
    'UploadPartOutput.VersionId: only in the model',
  ],
  secretsmanager: [
    'CreateSecretRequest.CrossAccountPrimaryARN: only in the model',
    'DescribeSecretResponse.CrossAccountPrimary: only in the model',
    'DescribeSecretResponse.CrossAccountReplicas: only in the model',
    'GetResourcePolicyRequest.PolicyName: only in the model',
    'GetResourcePolicyResponse.PolicyName: only in the model',
  ],
  sts: ['AssumeRoleWithWebIdentityResponse.TrustedIdentityPropagationContext: only in the model'],
}

/** Errors that are newer than the SDK. */
const NEWER_ERRORS = [
  'RuntimeAliasDeletedException',
  'RuntimeVersionDeletedException',
  'InvalidContextAssertionException',
]

type Schema = NonNullable<ReturnType<typeof findOperationShape>>['input']

/** A shape of the model by its name, beside the SDK's schema of the same. */
interface Pair {
  readonly name: string | undefined
  readonly schema: Schema | undefined
}

/** Members that only the model has, or only the SDK, in a shape and all that it holds; `above` are shapes it stands in. */
function differences(
  shapes: ServiceModel['shapes'],
  {name = '', schema}: Pair,
  above: ReadonlySet<string> = new Set(),
): readonly string[] {
  const shape = shapes[name]
  if (shape === undefined || schema === undefined || above.has(name)) return []
  const inside = new Set([...above, name])
  const {members = {}, member, value} = shape
  if (schema.isListSchema() || schema.isMapSchema())
    return differences(shapes, {name: member ?? value, schema: schema.getValueSchema()}, inside)
  if (!schema.isStructSchema()) return []
  const known = new Map(schema.structIterator())
  return [
    ...Object.keys(members).flatMap((one) => (known.has(one) ? [] : [`${name}.${one}: only in the model`])),
    ...[...known.keys()].flatMap((one) => (Object.hasOwn(members, one) ? [] : [`${name}.${one}: only in the SDK`])),
    ...Object.entries(members).flatMap(([one, inner]) =>
      differences(shapes, {name: inner, schema: known.get(one)}, inside),
    ),
  ]
}

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

import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, test} from 'vitest'
import {ROOMS} from '../../../src/lib/resources/index.js'

const FOLDER = path.join(import.meta.dirname, '../../../src/lib/resources')

const SERVICES: Readonly<Record<string, string>> = {
  account: 'account',
  organizations: 'organizations',
  iam: 'iam',
  'cognito-identity-provider': 'cognito-idp',
  'cognito-identity': 'cognito-identity',
  'sso-admin': 'sso',
  identitystore: 'identitystore',
  dynamodb: 'dynamodb',
  s3: 's3',
  amplify: 'amplify',
}

/** Permissions of S3 that are called otherwise than their operation (service authorization reference, Amazon S3). */
const CALLED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  's3:DeleteBucketCors': ['s3:PutBucketCORS'],
  's3:DeleteBucketLifecycle': ['s3:PutLifecycleConfiguration'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:GetBucketCors': ['s3:GetBucketCORS'],
  's3:GetBucketEncryption': ['s3:GetEncryptionConfiguration'],
  's3:GetBucketLifecycleConfiguration': ['s3:GetLifecycleConfiguration'],
  's3:GetPublicAccessBlock': ['s3:GetBucketPublicAccessBlock'],
  's3:ListBuckets': ['s3:ListAllMyBuckets'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:PutBucketCors': ['s3:PutBucketCORS'],
  's3:PutBucketEncryption': ['s3:PutEncryptionConfiguration'],
  's3:PutBucketLifecycleConfiguration': ['s3:PutLifecycleConfiguration'],
  's3:PutPublicAccessBlock': ['s3:PutBucketPublicAccessBlock'],
}

/** Permissions that AWS asks for beside the call itself: tags on creation, roles handed over, what the door asks for rooms. */
const BESIDE_CALLS: readonly RegExp[] = [
  /:Tag/,
  /^iam:PassRole$/,
  /^iam:CreateServiceLinkedRole$/,
  /^ssm:GetParameter$/,
  /^secretsmanager:GetSecretValue$/,
  /^account:GetRegionOptStatus$/,
  /^freetier:GetAccountPlanState$/,
]

/** What a file calls, with the files of its service that it is made of; other rooms' types cost nothing. */
function callsOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return new Set()
  seen.add(file)
  const source = readFileSync(file, 'utf8')
  const service = /from '@aws-sdk\/client-([a-z0-9-]+)'/.exec(source)?.[1] ?? ''
  const calls = [...source.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)].map(
    ([, command, pages]) => `${SERVICES[service] ?? ''}:${command ?? pages ?? ''}`,
  )
  const imports = [...source.matchAll(/^import \{[^}]*\} from '(\.{1,2}\/[\w./-]+)\.js'/gm)]
    .map(([, name = '']) => path.join(path.dirname(file), `${name}.ts`))
    .filter((imported) => serviceOf(imported) === serviceOf(file))
  return new Set([...calls, ...imports.flatMap((imported) => [...callsOf(imported, seen)])])
}

/** The first folder below that of all resources. */
const serviceOf = (file: string): string => path.relative(FOLDER, file).split(path.sep)[0] ?? ''

const files = new Map(
  readdirSync(FOLDER, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(FOLDER, name))
    .flatMap((file) => {
      const kind = /^ {2}kind: '([a-z-]+)'/m.exec(readFileSync(file, 'utf8'))?.[1]
      return kind === undefined ? [] : [[kind, file] as const]
    }),
)

test('every room in the folder is in the registry, under its own kind', () => {
  expect([...ROOMS.keys()].sort(), 'the kinds of src/lib/resources/index.ts').toEqual([...files.keys()].sort())
  for (const [kind, room] of ROOMS) expect(room.kind).toBe(kind)
})

test.each([...files])('the room %s is tested in this folder', (_, file) => {
  const imported = `resources/${path.relative(FOLDER, file).split(path.sep).join('/').slice(0, -'.ts'.length)}.js'`
  const tests = readdirSync(import.meta.dirname, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8'))
  expect(tests.filter((text) => text.includes(imported))).not.toEqual([])
})

describe('the actions of a room are the calls in its source, no more and no fewer:', () => {
  test.each([...ROOMS.keys()])('%s', (kind) => {
    const {actions} = ROOMS.get(kind) ?? {actions: []}
    const called = [...callsOf(files.get(kind) ?? '')].flatMap((call) => CALLED_OTHERWISE[call] ?? [call])
    const calls = [...new Set(called)]
    const listed = actions.filter(
      (action) => calls.includes(action) || !BESIDE_CALLS.some((beside) => beside.test(action)),
    )
    expect([...listed].sort()).toEqual(calls.sort())
    expect(new Set(actions).size).toBe(actions.length)
  })
})

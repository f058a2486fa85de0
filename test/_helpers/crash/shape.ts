import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {CrashWorld} from './world.js'

/** Where the sandbox keeps what an AWS account has to show; requests, keys and sessions are none of it. */
const TABLES: readonly string[] = [
  'organizations/organizations',
  'organizations/units',
  'organizations/policies',
  'organizations/accounts',
  'iam/roles',
  'iam/users',
  'iam/groups',
  'iam/policies',
  'iam/access-keys',
  'iam/login-profiles',
  'iam/mfa-devices',
  'iam/other-credentials',
  'cognito-idp/pools',
  'cognito-idp/clients',
  'cognito-idp/groups',
  'cognito-idp/users',
  'cognito-idp/domains',
  'cognito-identity/pools',
  'cognito-identity/identities',
  'dynamodb/tables',
  'dynamodb/recoveries',
  'dynamodb/times-to-live',
  's3/buckets',
  's3/bucket-settings',
  's3/bucket-tags',
  's3/cors',
  'amplify/apps',
  'amplify/branches',
  'amplify/domains',
  'sso-admin/permission-sets',
  'sso-admin/assignments',
  'sso-admin/provisions',
  'identitystore/users',
  'identitystore/groups',
]

/** Fields that differ from world to world and say nothing: times, and ids that nobody asks for. */
const CHANCE =
  /"(createdAt|updatedAt|lastJob|activeJobId|random|modifiedAt|joinedAt|assumableAt|lastUsedAt|since|changedAt|TableId|CreationDateTime|LatestStreamLabel|LatestStreamArn|LastUpdateToPayPerRequestDateTime|roleId|userId|groupId|policyId|sub|accessKeyId|secretAccessKey|passwordHash|secret|value)":("[^"]*"|[\d.]+)/g
/** The name that Cognito gives who signs in by e-mail. */
const GIVEN_NAME = /"username":"[0-9a-f]{8}-[0-9a-f-]{27}"/g
/** IAM Identity Center gives the role of a permission set another name each time that it makes it. */
const RESERVED = /(AWSReservedSSO_[\w.-]+)_[0-9a-f]{16}/gi
/** The second in which a client's secret was made is part of its id. */
const SECRET_ID = /--\d{10}"/g
/**
 * When a key was last used, what passwords were before, and what one is proved with: there or not there, it says nothing. What
 * is deployed has ids in it. How often a permission set was changed: a plan says whether each account has the last change.
 */
const LOOSE: readonly string[] = [
  'version',
  'lastUsed',
  'passwordHistory',
  'previousHashes',
  'srp',
  'temporaryUntil',
  'site',
]

/** What there is in the sandbox, by table: how many, and (in no order) each with its ids replaced by addresses. */
export interface Shape {
  readonly counts: Readonly<Record<string, number>>
  readonly things: readonly string[]
  /** What is on record, with ids replaced likewise; and the intents that are still open. */
  readonly records: readonly string[]
  readonly intents: readonly string[]
  /** awsup.yaml and what says which environment is on, as texts; and the files that the command was to write, by name. */
  readonly files: readonly string[]
}

/**
 * A picture of world and records in which two runs that came to the same are equal, whatever ids they were given. What
 * is in the sandbox and not on record keeps its ids, so an orphan can not hide.
 */
export function shapeOf({sandbox, project}: Pick<CrashWorld, 'sandbox' | 'project'>): Shape {
  const folder = join(project, '.awsup', 'aws')
  const files = filesBelow(folder).filter((path) => !path.startsWith('.'))
  const records = files.filter((path) => /^(organization|environments\/[^./]+)\.json$/.test(path))
  const texts = records.map((path) => readFileSync(join(folder, path), 'utf8'))
  const anonymous = makeAnonymous([
    [sandbox.credentials('admin').accountId, 'management'],
    ...texts.flatMap((text) => idsIn(JSON.parse(text) as RecordFile)),
  ])
  return sandbox.world((tx) => {
    const tables = TABLES.map((name) => [name, tx.entries(`${name}/`).map(([, value]) => value)] as const)
    return {
      counts: Object.fromEntries(tables.map(([name, values]) => [name, values.length])),
      things: tables.flatMap(([name, values]) => values.map((value) => `${name} ${anonymous(value)}`)).sort(),
      records: texts.map((text) => anonymous(JSON.parse(text))),
      intents: files.filter((path) => path.startsWith('journal/') && path.endsWith('.json')),
      files: [
        ...['awsup.yaml', join('.awsup', 'current.json')].map((path) => `${path}\n${textOf(join(project, path))}`),
        ...readdirSync(project, {recursive: true, encoding: 'utf8'})
          .filter((path) => !path.startsWith('.'))
          .sort(),
      ],
    }
  })
}

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '')

/** What is still there of an environment, beside its account: things in AWS, records, intents. */
export function leftOf(
  {sandbox, project}: Pick<CrashWorld, 'sandbox' | 'project'>,
  environment: string,
): readonly string[] {
  const tagged = `"awsup:environment":"${environment}"`
  const things = sandbox.world((tx) =>
    TABLES.filter((name) => name !== 'organizations/accounts').flatMap((name) =>
      tx.entries(`${name}/`).filter(([, value]) => JSON.stringify(value).includes(tagged)),
    ),
  )
  const folder = join(project, '.awsup', 'aws')
  const files = existsSync(folder) ? filesBelow(folder) : []
  const file = files.find((path) => path === `environments/${environment}.json`)
  const {resources} = file ? (JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordFile) : {resources: {}}
  return [
    ...things.map(([key]) => key),
    ...Object.keys(resources).filter((name) => name !== 'account'),
    ...files.filter(
      (path) => path.startsWith(`journal/${environment}.`) && !path.startsWith(`journal/${environment}.account`),
    ),
  ]
}

interface RecordFile {
  readonly environment?: string
  readonly resources: Readonly<Record<string, {readonly kind: string; readonly id: string; readonly key: object}>>
}

/** Kinds whose id is a name of ours, or made of one: equal in every world already. */
const NAMED: readonly string[] = ['role', 'iam-user', 'iam-group', 'managed-policy']

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, {recursive: true, encoding: 'utf8'}).sort((a, b) => (a < b ? -1 : 1))

/** The ids on record that AWS made up, and `rootId`, with what each is called. */
const idsIn = ({environment, resources}: RecordFile): readonly (readonly [id: string, name: string])[] =>
  Object.entries(resources).flatMap(([name, {kind, id, key}]) => {
    const address = environment === undefined ? name : `${environment}.${name}`
    const root = 'rootId' in key && typeof key.rootId === 'string' ? [[key.rootId, 'root'] as const] : []
    // An assignment and its set are in the tables by the end of the set's ARN alone.
    const set = kind === 'permission-set' ? [[id.slice(id.lastIndexOf('/ps-') + 4), address] as const] : []
    return [...(NAMED.includes(kind) ? [] : [[id, address] as const]), ...set, ...root]
  })

function makeAnonymous(ids: readonly (readonly [id: string, name: string])[]): (value: unknown) => string {
  // Two addresses may have one id (a pool and its roles): the first, which is the same in every world, names it.
  const names = new Map([...ids].reverse())
  return (value) => {
    const text = JSON.stringify(value)
      .replace(CHANCE, '"$1":0')
      .replace(GIVEN_NAME, '"username":0')
      .replace(SECRET_ID, '--0"')
      .replace(RESERVED, '$1_0')
    const known = [...names].reduce((before, [id, name]) => before.replaceAll(id, `<${name}>`), text)
    return JSON.stringify(JSON.parse(known, unordered))
  }
}

/** Lists of names and ids (targets of a policy, groups of a user) are in the order in which they came about. */
const unordered = (key: string, value: unknown): unknown =>
  LOOSE.includes(key)
    ? undefined
    : Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.toSorted()
      : value

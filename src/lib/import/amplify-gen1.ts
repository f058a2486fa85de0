import {bucketNote, tableNote} from './amplify-gen2.js'
import {accountIn, mergePools, onlyOf, regionOf, type Found, type FoundPool} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part, type Shape} from './part.js'

/** The files below `amplify/` that tell of a backend; each absent where it does not exist. */
export interface Gen1Files {
  /** `amplify/team-provider-info.json`: every environment. */
  readonly team: Part | undefined
  /** `amplify/backend/amplify-meta.json`: the environment that is checked out, with all that it made. */
  readonly meta: Part | undefined
  /** `amplify/.config/local-env-info.json`: which one that is. */
  readonly local: Part | undefined
  /** `cli-inputs.json` and parameters of the resources below `amplify/backend/auth`. */
  readonly inputs: readonly (readonly [file: string, part: Part])[]
  /** What files that front ends read tell: `aws-exports.js`, `amplifyconfiguration.json`. */
  readonly written: readonly FoundPool[]
}

const META = 'amplify/backend/amplify-meta.json'
const TEAM = 'amplify/team-provider-info.json'

/**
 * A backend of Amplify Gen 1. Only the environment that is checked out tells what was made in it; of the others
 * `team-provider-info.json` knows the ids where the pool itself was imported, and else their names.
 */
export function readAmplifyGen1({team, meta, local, inputs, written}: Gen1Files): Found {
  const current = meta && poolOfMeta(meta, currentName(meta, {team, local}))
  const others = (team?.entries() ?? [])
    .filter(([name]) => name !== current?.environment)
    .map(([name, part]) => [name, poolOfTeam(name, part)] as const)
  const told = [...(current ? [current] : []), ...others.flatMap(([, pool]) => pool ?? [])]
  const more = [...written, ...inputs.flatMap(([file, part]) => poolByShape(file, part) ?? [])].map((pool) =>
    told.some(({userPoolId}) => userPoolId === pool.userPoolId)
      ? pool
      : {...pool, ...placeOf(pool, {team, local, told})},
  )
  const pools = mergePools([...told, ...more])
  const unknown = others.map(([name]) => name).filter((name) => pools.every(({environment}) => environment !== name))
  return {
    pools,
    outputs: [],
    notes: [...unknown.map((name) => notHere(name, pools)), ...(meta ? storageNotes(meta.at('storage')) : [])],
  }
}

function notHere(name: string, pools: readonly FoundPool[]): string {
  const unnamed = pools.find(({environment}) => environment === undefined)
  const mine = unnamed ? ` If the pool in ${unnamed.from} is that of ${name}, say so with --env ${name}.` : ''
  return `The ids of ${name} are not in this folder: run amplify env checkout ${name}, then import again with --env ${name}.${mine}`
}

/** The environment of a file that names none: the one that is checked out, or the only one that there is. */
function placeOf(
  {userPoolId}: FoundPool,
  {team, local, told}: Pick<Gen1Files, 'team' | 'local'> & {readonly told: readonly FoundPool[]},
): Pick<FoundPool, 'environment' | 'accountId'> {
  const teams = team?.entries() ?? []
  const environment = local?.at('envName').text(ANY) ?? onlyOf(teams.map(([name]) => name))
  const cloud = teams.find(([name]) => name === environment)?.[1].at('awscloudformation')
  const region = cloud?.at('Region').text(ANY)
  const isOther = region !== undefined && region !== regionOf(userPoolId)
  if (environment === undefined || isOther || told.some((pool) => pool.environment === environment)) return {}
  return {environment, accountId: accountIn(cloud?.at('AuthRoleArn').text(ANY))}
}

/** Ids by their shapes, wherever they stand in a file of settings; a client by the words web and native in its name. */
function poolByShape(from: string, root: Part): FoundPool | undefined {
  const texts = textsIn(root)
  const idOf = ({pattern}: Shape, name: RegExp): string | undefined =>
    texts.find(([path, text]) => name.test(path) && pattern.test(text))?.[1]
  const userPoolId = idOf(USER_POOL_ID, /pool/i)
  if (userPoolId === undefined) return undefined
  const [web, native] = [/web.?client|client.?(id)?.?web/i, /native.?client|client.?(id)?.?native/i].map((name) =>
    idOf(CLIENT_ID, name),
  )
  return {
    userPoolId,
    clients: {...(web !== undefined && {web}), ...(native !== undefined && native !== web && {native})},
    identityPoolId: idOf(IDENTITY_POOL_ID, /pool/i),
    from,
  }
}

/** Every text below a part, with the last name on the way to it. */
const textsIn = (root: Part): readonly (readonly [name: string, text: string])[] => {
  const {value} = root
  if (typeof value === 'string') return [[root.path.split('.').at(-1) ?? '', value]]
  if (typeof value !== 'object' || value === null) return []
  return (Array.isArray(value) ? root.items() : root.entries().map(([, part]) => part)).flatMap(textsIn)
}

/** By the file that Amplify keeps it in, else by the stack that both files name. */
function currentName(meta: Part, {team, local}: Pick<Gen1Files, 'team' | 'local'>): string | undefined {
  const stackOf = (part: Part): string | undefined => part.at('awscloudformation').at('StackId').text(ANY)
  const stack = stackOf(meta.at('providers'))
  const same = (team?.entries() ?? []).find(([, part]) => stack !== undefined && stackOf(part) === stack)
  return local?.at('envName').text(ANY) ?? same?.[0]
}

/** `auth.<name>.output` of the one Cognito resource that has a user pool. */
function poolOfMeta(meta: Part, environment: string | undefined): FoundPool | undefined {
  const provider = meta.at('providers').at('awscloudformation')
  const accountId = accountIn(provider.at('AuthRoleArn').text(ANY)) ?? accountIn(provider.at('StackId').text(ANY))
  for (const [name, resource] of meta.at('auth').entries()) {
    if (resource.at('service').value !== 'Cognito') continue
    const output = resource.at('output')
    const userPoolId = output.at('UserPoolId').text(USER_POOL_ID)
    if (userPoolId === undefined) continue
    return {
      environment,
      accountId,
      userPoolId,
      clients: clientsOf(output.at('AppClientIDWeb'), output.at('AppClientID')),
      identityPoolId: output.at('IdentityPoolId').text(IDENTITY_POOL_ID),
      from: `${META}, auth.${name}`,
    }
  }
  return undefined
}

/** `<env>.categories.auth.<name>`, where a pool was taken in by `amplify import auth`. */
function poolOfTeam(environment: string, part: Part): FoundPool | undefined {
  for (const [name, resource] of part.at('categories').at('auth').entries()) {
    const userPoolId = resource.at('userPoolId').text(USER_POOL_ID)
    if (userPoolId === undefined) continue
    return {
      environment,
      accountId: accountIn(part.at('awscloudformation').at('AuthRoleArn').text(ANY)),
      userPoolId,
      clients: clientsOf(resource.at('webClientId'), resource.at('nativeClientId')),
      identityPoolId: resource.at('identityPoolId').text(IDENTITY_POOL_ID),
      from: `${TEAM}, ${environment}.categories.auth.${name}`,
    }
  }
  return poolInSettings(environment, part)
}

function poolInSettings(environment: string, part: Part): FoundPool | undefined {
  const pool = poolByShape(`${TEAM}, ${environment}`, part.at('categories'))
  return pool && {...pool, environment, accountId: accountIn(part.at('awscloudformation').at('AuthRoleArn').text(ANY))}
}

function clientsOf(webPart: Part, nativePart: Part): Readonly<Record<string, string>> {
  const [web, native] = [webPart.text(CLIENT_ID), nativePart.text(CLIENT_ID)]
  return {...(web !== undefined && {web}), ...(native !== undefined && native !== web && {native})}
}

function storageNotes(storage: Part): readonly string[] {
  return storage.entries().flatMap(([, resource]) => {
    const bucket = resource.at('output').at('BucketName').text(ANY)
    const table = resource.at('service').value === 'DynamoDB' ? resource.at('output').at('Name').text(ANY) : undefined
    return [...(bucket === undefined ? [] : [bucketNote(bucket)]), ...(table === undefined ? [] : [tableNote(table)])]
  })
}

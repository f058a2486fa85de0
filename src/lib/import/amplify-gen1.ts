import {bucketNote, tableNote} from './amplify-gen2.js'
import {accountIn, type Found, type FoundPool} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** The files below `amplify/` that tell of a backend; each absent where it is not there. */
export interface Gen1Files {
  /** `amplify/team-provider-info.json`: every environment. */
  readonly team: Part | undefined
  /** `amplify/backend/amplify-meta.json`: the environment that is checked out, with all that it made. */
  readonly meta: Part | undefined
  /** `amplify/.config/local-env-info.json`: which one that is. */
  readonly local: Part | undefined
}

const META = 'amplify/backend/amplify-meta.json'
const TEAM = 'amplify/team-provider-info.json'

/**
 * A backend of Amplify Gen 1. Only the environment that is checked out tells what was made in it; of the others
 * `team-provider-info.json` knows the ids where the pool itself was imported, and else their names.
 */
export function readAmplifyGen1({team, meta, local}: Gen1Files): Found {
  const current = meta && poolOfMeta(meta, currentName(meta, {team, local}))
  const others = (team?.entries() ?? [])
    .filter(([name]) => name !== current?.environment)
    .map(([name, part]) => [name, poolOfTeam(name, part)] as const)
  const known = others.flatMap(([, pool]) => pool ?? [])
  return {
    pools: [...(current ? [current] : []), ...known],
    outputs: [],
    notes: [
      ...others.flatMap(([name, pool]) =>
        pool
          ? []
          : [
              `The ids of ${name} are not in this folder: run amplify env checkout ${name}, then import again with --env ${name}.`,
            ],
      ),
      ...(meta ? storageNotes(meta.at('storage')) : []),
    ],
  }
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
  return undefined
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

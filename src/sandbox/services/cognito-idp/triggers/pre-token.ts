import type {Call, Outcome} from '../../../core/service.js'
import type {SignIn} from '../sign-in/sign-in.js'
import type {GroupClaims, TokenChanges} from './claims.js'
import {attributesOf, type Members} from './event.js'
import {listOf, membersOf, textOf, textsOf} from './members.js'
import {askTrigger} from './trigger.js'

export type TokenSource = 'Authentication' | 'NewPasswordChallenge' | 'RefreshTokens'

const VERSIONS = {V1_0: '1', V2_0: '2', V3_0: '3'} as const

interface Generating extends SignIn {
  readonly source: TokenSource
  readonly groups: GroupClaims
  readonly scopes: readonly string[]
}

/**
 * PreTokenGeneration, before tokens are signed: what it changes of them. The first version changes the ID token, and
 * groups of both; the others access tokens too (developer guide, "Pre token generation Lambda trigger").
 */
export function preTokenGeneration<O>(
  {pool, client, clientMetadata, user, source, groups, scopes}: Generating,
  call: Call,
  next: (changes: TokenChanges, call: Call) => Outcome<O>,
): Outcome<O> {
  const version = VERSIONS[pool.settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0']
  const groupConfiguration = {
    groupsToOverride: groups.groups,
    iamRolesToOverride: groups.roles,
    preferredRole: groups.preferredRole ?? null,
  }
  const [details, request] =
    version === '1' ? ['claimsOverrideDetails', {}] : ['claimsAndScopeOverrideDetails', {scopes}]
  return askTrigger(
    {
      trigger: 'PreTokenGeneration',
      source,
      version,
      pool,
      clientId: client.id,
      userName: user.username,
      request: {userAttributes: attributesOf(user), groupConfiguration, ...request, clientMetadata},
      response: {[details]: null},
    },
    call,
    (response, again) => {
      const given = membersOf(response, details)
      return next(given ? (version === '1' ? readFirst(given) : readLater(given)) : {}, again)
    },
  )
}

/** Claims are texts in the first version. */
const readFirst = (details: Members): TokenChanges => ({
  id: {add: textsOf(details, 'claimsToAddOrOverride'), suppress: listOf(details, 'claimsToSuppress')},
  groups: readGroups(details),
})

function readLater(details: Members): TokenChanges {
  const id = membersOf(details, 'idTokenGeneration')
  const access = membersOf(details, 'accessTokenGeneration')
  return {
    id: {add: membersOf(id, 'claimsToAddOrOverride'), suppress: listOf(id, 'claimsToSuppress')},
    access: {add: membersOf(access, 'claimsToAddOrOverride'), suppress: listOf(access, 'claimsToSuppress')},
    scopes: {add: listOf(access, 'scopesToAdd'), suppress: listOf(access, 'scopesToSuppress')},
    groups: readGroups(details),
  }
}

/** Given, they take the place of all three, and an empty or null object suppresses them (the same page). */
function readGroups(details: Members): GroupClaims | undefined {
  if (details['groupOverrideDetails'] === undefined) return undefined
  const given = membersOf(details, 'groupOverrideDetails')
  return {
    groups: listOf(given, 'groupsToOverride') ?? [],
    roles: listOf(given, 'iamRolesToOverride') ?? [],
    preferredRole: textOf(given, 'preferredRole') || undefined,
  }
}

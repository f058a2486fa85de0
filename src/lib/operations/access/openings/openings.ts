import {
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
} from '@aws-sdk/client-cognito-identity'
import {paginateListGroups, paginateListUserPoolClients} from '@aws-sdk/client-cognito-identity-provider'
import {isWrittenByUsers, tagsIn} from '../../../access/claims.js'
import {withReasons, type Opening} from '../../../access/openings/opening.js'
import {absentWhen} from '../../../aws/calls/absent.js'
import {tagsOf} from '../../../manifest/desired/access.js'
import {trustedClaims} from '../../../manifest/desired/trusted-claims.js'
import type {EnvironmentIds} from '../../../outputs/content/ids.js'
import type {Project} from '../../../project/project.js'
import {collect} from '../../../resources/pages.js'
import type {Session} from '../../../project/session.js'
import {settingsOf} from '../../environments/environments.js'
import {findClients} from './clients.js'
import {canFederate, givesRolesOfGroups} from './effect.js'
import {findGroups} from './groups.js'
import {findMappings} from './mappings.js'
import {findIdentityProviders, findPoolProviders} from './providers.js'

/**
 * What an environment's user pool and identity pool have beyond awsup.yaml that could open more than its rules mean: app
 * clients that may write what rules go by, groups with a role, role mappings, identity providers, the classic flow,
 * session tags. Some lists and one look at each app client that awsup.yaml does not know; with `all`, at every one.
 * Without `latent` nothing is asked about what has no effect now, see `effect.ts`. Changes nothing.
 */
export async function findOpenings(
  {project, engine}: Session,
  ids: EnvironmentIds,
  {all = false, latent = true}: {readonly all?: boolean; readonly latent?: boolean} = {},
): Promise<readonly Opening[]> {
  const environment = settingsOf(project, ids.environment)
  const {identity, cognito} = await engine.open(ids.accountId, ids.region, 'looking')
  const {userPoolId: UserPoolId, identityPoolId: IdentityPoolId} = ids
  const providerName = `cognito-idp.${ids.region}.amazonaws.com/${UserPoolId}`
  const pool = await absentWhen('ResourceNotFoundException', () =>
    identity.send(new DescribeIdentityPoolCommand({IdentityPoolId})),
  )
  const used = usedTags(project, ids.environment)
  const [roles, tags] = await Promise.all([
    absentWhen('ResourceNotFoundException', () => identity.send(new GetIdentityPoolRolesCommand({IdentityPoolId}))),
    // Where nothing rests on a tag, none opens anything.
    used.size === 0
      ? undefined
      : absentWhen('ResourceNotFoundException', () =>
          identity.send(new GetPrincipalTagAttributeMapCommand({IdentityPoolId, IdentityProviderName: providerName})),
        ),
  ])
  const mapped = Object.entries(tags?.PrincipalTags ?? {}).filter(([tag]) => used.has(tag.toLowerCase()))
  const trusted = new Set([
    ...trustedClaims(project.manifest, environment),
    ...mapped.map(([, claim]) => claim).filter((claim) => !claim.startsWith('cognito:')),
  ])
  const known = {...ids, environment, project, trusted, providerName}
  const [clients, groups, providers] = await Promise.all([
    // Where no rule goes by a claim, no client writes one.
    trusted.size === 0
      ? []
      : listed(
          paginateListUserPoolClients({client: cognito}, {UserPoolId, MaxResults: 60}),
          (page) => page.UserPoolClients,
        ),
    latent || givesRolesOfGroups(known, roles)
      ? listed(paginateListGroups({client: cognito}, {UserPoolId}), (page) => page.Groups)
      : [],
    latent || (await canFederate(known, cognito)) ? findPoolProviders({...known, cognito}) : [],
  ])
  const found = [
    ...(await findClients(clients, {...known, all, cognito})),
    ...findGroups(groups, {...known, authenticated: roles?.Roles?.['authenticated']}),
    ...findMappings(roles ?? {}, known),
    ...findIdentityProviders(pool ?? {}, known),
    ...providers,
    ...mapped.filter(([, claim]) => isWrittenByUsers(claim)).map(tagOpening),
    ...(pool?.AllowClassicFlow === true && !environment.auth.identityPool.classicFlow ? [classicFlow(ids)] : []),
  ]
  return withReasons(found, project.manifest.access.accepted)
}

const listed = async <P, T>(pages: AsyncIterable<P>, of: (page: P) => T[] | undefined): Promise<readonly T[]> =>
  (await absentWhen('ResourceNotFoundException', () => collect(pages, of))) ?? []

/** Session tags that rules and raw statements rest on, in lower case. */
function usedTags({manifest}: Project, name: string): ReadonlySet<string> {
  const {access, environments} = manifest
  const environment = environments.get(name)
  const rules = [...access.authenticated, ...[...access.groups.values()].flat()]
  const said = rules.flatMap((rule) => ('statement' in rule ? tagsIn(rule.statement) : []))
  const owned = environment ? [...tagsOf(manifest, environment).tags.values()] : []
  return new Set([...said.map(({tag}) => tag), ...owned.map((tag) => tag.toLowerCase())])
}

const tagOpening = ([tag, claim]: readonly [string, string]): Opening => ({
  subject: `session tag ${tag}`,
  problem: `carries ${claim}, which users write themselves, and access rules go by that`,
  fix: 'Map it to sub or to a custom attribute: auth.identityPool.principalTags.',
})

/**
 * Guests of the classic flow reach services that the enhanced flow keeps from them, and anybody picks any role that
 * trusts the pool (Cognito developer guide, "Identity pools authentication flow").
 */
const classicFlow = ({environment}: EnvironmentIds): Opening => ({
  subject: 'classic flow',
  problem:
    'is on in the identity pool: identities pick any role that trusts the pool, and no session policy limits guests',
  fix: `Switch it off: awsup apply --env ${environment}`,
})

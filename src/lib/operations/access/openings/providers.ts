import type {IdentityPool} from '@aws-sdk/client-cognito-identity'
import {
  DescribeIdentityProviderCommand,
  paginateListIdentityProviders,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import type {Opening} from '../../../access/openings/opening.js'
import {absentWhen} from '../../../aws/calls/absent.js'
import {providerName as nameAtCognito} from '../../../manifest/checks/federation.js'
import {collect} from '../../../resources/pages.js'
import {acceptBy, type Known} from './known.js'

/** Whom the identity pool takes for signed in, beside the users of the app clients that awsup.yaml names. */
export function findIdentityProviders(pool: Partial<IdentityPool>, known: Known): readonly Opening[] {
  const {userPoolClientIds, environment} = known
  const clients = [...Object.values(userPoolClientIds), ...environment.auth.identityPool.otherClients]
  const names = [
    ...(pool.CognitoIdentityProviders ?? [])
      .filter(({ProviderName, ClientId = ''}) => ProviderName !== known.providerName || !clients.includes(ClientId))
      .map(({ProviderName = '', ClientId = ''}) => `${ProviderName}:${ClientId}`),
    ...Object.keys(pool.SupportedLoginProviders ?? {}),
    ...(pool.OpenIdConnectProviderARNs ?? []),
    ...(pool.SamlProviderARNs ?? []),
    ...(pool.DeveloperProviderName === undefined ? [] : [pool.DeveloperProviderName]),
  ]
  return names.map((name) => {
    const subject = `identity provider ${name}`
    return {
      subject,
      problem:
        'lets people into the identity pool whom awsup.yaml does not know: they get the role of all who signed in',
      fix: `Remove it from the identity pool, or ${acceptBy(subject)}`,
    }
  })
}

/** Identity providers of the user pool that awsup.yaml does not declare. */
export async function findPoolProviders({
  cognito: client,
  userPoolId: UserPoolId,
  environment,
  trusted,
}: Known & {readonly cognito: CognitoIdentityProviderClient}): Promise<readonly Opening[]> {
  const declared = [...environment.auth.providers].map(([name, provider]) => nameAtCognito(name, provider))
  const pages = paginateListIdentityProviders({client}, {UserPoolId, MaxResults: 60})
  const listed = (await absentWhen('ResourceNotFoundException', () => collect(pages, ({Providers}) => Providers))) ?? []
  const names = listed.flatMap(({ProviderName}) => ProviderName ?? []).filter((name) => !declared.includes(name))
  return Promise.all(
    names.map(async (ProviderName) => {
      const answer = await client.send(new DescribeIdentityProviderCommand({UserPoolId, ProviderName}))
      const set = Object.keys(answer.IdentityProvider?.AttributeMapping ?? {}).filter((name) => trusted.has(name))
      const subject = `provider ${ProviderName}`
      return {
        subject,
        problem:
          set.length > 0
            ? `of the user pool sets ${set.join(' and ')}, and access rules go by that`
            : 'of the user pool signs in people whom awsup.yaml does not know',
        fix: `Declare it under auth.providers, or remove it; or ${acceptBy(subject)}`,
      }
    }),
  )
}

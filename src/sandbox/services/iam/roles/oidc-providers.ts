import type * as sdk from '@aws-sdk/client-iam'
import {wholeOf} from '../../../core/lag.js'
import type {Call, Operation, Operations} from '../../../core/service.js'
import {required} from '../input.js'
import {newArn} from '../operation.js'
import {alreadyExists, invalid, invalidInput, limitExceeded, noSuchEntity} from '../refusals.js'
import {oidcProviders, type OidcProvider} from '../tables.js'
import {requestTags, tagConditions, tagList, tagOperations, tagsIn} from '../tags.js'

/** IAM user guide, "IAM and AWS STS quotas". */
const PER_ACCOUNT = 100
const CLIENT_IDS = 100
const THUMBPRINTS = 5

/** What IAM finds by itself where no thumbprint is given; the sandbox looks at no certificate. */
const FOUND_THUMBPRINT = 'a031c46782e6e6c662c2c87c76da9aa62ccabd8e'

/** `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com` */
export const oidcProviderArn = ({accountId, url}: Pick<OidcProvider, 'accountId' | 'url'>): string =>
  `arn:aws:iam::${accountId}:oidc-provider/${url}`

interface ProviderInput {
  readonly OpenIDConnectProviderArn: string | undefined
}

function requireProvider({OpenIDConnectProviderArn}: ProviderInput, {tx, accountId}: Call): OidcProvider {
  const arn = required(OpenIDConnectProviderArn, 'OpenIDConnectProviderArn')
  const found = oidcProviders.get(tx, [accountId, arn])
  if (!found) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`)
  return found
}

const save = (provider: OidcProvider, {tx}: Call): void =>
  oidcProviders.put(tx, [provider.accountId, oidcProviderArn(provider)], provider)

const on = <I extends ProviderInput, O>(
  run: (provider: OidcProvider, input: I, call: Call) => O,
  asked?: (input: I) => Record<string, string[]>,
): Operation<I, O> => ({
  resource: ({OpenIDConnectProviderArn}) => OpenIDConnectProviderArn ?? '*',
  conditions: (input, {tx, accountId}) => ({
    ...tagConditions(
      'ResourceTag',
      oidcProviders.get(tx, [accountId, input.OpenIDConnectProviderArn ?? ''])?.tags ?? {},
    ),
    ...asked?.(input),
  }),
  run: (input, call) => run(requireProvider(input, call), input, call),
})

/** An operation that keeps the provider which `run` returns, and answers nothing. */
const change = <I extends ProviderInput>(
  run: (provider: OidcProvider, input: I, call: Call) => OidcProvider,
  asked?: (input: I) => Record<string, string[]>,
): Operation<I, object> =>
  on((provider, input, call) => {
    save(run(provider, input, call), call)
    return {}
  }, asked)

const tags = tagOperations<OidcProvider, ProviderInput>({on, change})

/**
 * A URL without `https://`, which is how IAM keeps it.
 *
 * @throws ServiceError ValidationError unless it is https, without port, user, query and fragment (API reference of IAM,
 *   CreateOpenIDConnectProvider, Url)
 */
function readUrl(url: string): string {
  const bare = /^https:\/\/((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+(?:\/[^?#\s]*)?)$/i.exec(url)?.[1]
  if (bare === undefined) throw invalid('Invalid Open ID Connect Provider URL')
  return bare
}

function requireThumbprints(thumbprints: readonly string[]): readonly string[] {
  if (thumbprints.length > THUMBPRINTS) throw invalidInput('Thumbprint list must contain fewer than 5 entries.')
  return thumbprints
}

function withClientIds(provider: OidcProvider, more: readonly string[]): OidcProvider {
  const clientIds = [...new Set([...provider.clientIds, ...more])]
  if (clientIds.length > CLIENT_IDS)
    throw limitExceeded(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${CLIENT_IDS}`)
  return {...provider, clientIds}
}

/** Providers of OpenID Connect: whose tokens an account's roles may trust. */
export const oidcOperations: Operations<typeof sdk> = {
  CreateOpenIDConnectProvider: {
    resource: ({Url = ''}, call) => newArn('oidc-provider', `/${Url.replace('https://', '')}`, call),
    conditions: requestTags,
    run: ({Url, ClientIDList = [], ThumbprintList = [], Tags}, call) => {
      const url = readUrl(required(Url, 'Url'))
      const {accountId, now: createdAt, tx} = call
      const others = oidcProviders.list(wholeOf(tx), [accountId])
      if (others.some((other) => other.url.toLowerCase() === url.toLowerCase()))
        throw alreadyExists(`Provider with url https://${url} already exists.`)
      if (others.length >= PER_ACCOUNT)
        throw limitExceeded(`Cannot exceed quota for OpenIdConnectProvidersPerAccount: ${PER_ACCOUNT}`)
      const given = requireThumbprints(ThumbprintList)
      const thumbprints = given.length > 0 ? given : [FOUND_THUMBPRINT]
      const made = withClientIds(
        {accountId, url, clientIds: [], thumbprints, createdAt, tags: tagsIn(Tags)},
        ClientIDList,
      )
      save(made, call)
      return {OpenIDConnectProviderArn: oidcProviderArn(made), Tags: tagList(made.tags)}
    },
  },

  GetOpenIDConnectProvider: on((provider) => ({
    Url: provider.url,
    ClientIDList: [...provider.clientIds],
    ThumbprintList: [...provider.thumbprints],
    CreateDate: new Date(provider.createdAt),
    Tags: tagList(provider.tags),
  })),

  ListOpenIDConnectProviders: {
    run: (_input, {tx, accountId}) => ({
      OpenIDConnectProviderList: oidcProviders
        .list(tx, [accountId])
        .map((provider) => ({Arn: oidcProviderArn(provider)})),
    }),
  },

  DeleteOpenIDConnectProvider: on((provider, _input, {tx}) => {
    oidcProviders.delete(tx, [provider.accountId, oidcProviderArn(provider)])
    return {}
  }),

  // Both do nothing where it is so already (API reference of IAM).
  AddClientIDToOpenIDConnectProvider: change((provider, {ClientID}) =>
    withClientIds(provider, [required(ClientID, 'ClientID')]),
  ),
  RemoveClientIDFromOpenIDConnectProvider: change((provider, {ClientID}) => ({
    ...provider,
    clientIds: provider.clientIds.filter((id) => id !== ClientID),
  })),

  UpdateOpenIDConnectProviderThumbprint: change((provider, {ThumbprintList}) => ({
    ...provider,
    thumbprints: requireThumbprints(required(ThumbprintList, 'ThumbprintList')),
  })),

  TagOpenIDConnectProvider: tags.tag,
  UntagOpenIDConnectProvider: tags.untag,
  ListOpenIDConnectProviderTags: tags.list,
}

import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Resource} from '../../base/resource.js'
import {projectOf, tagList, tagRecord} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'

/** Trust in an issuer of OpenID Connect tokens: an account has one for each URL, whoever made it. */
export interface OidcProviderDesired {
  /** `https://token.actions.githubusercontent.com` */
  readonly url: string
  /** Audiences whose tokens are taken. Others that the provider has stay: they may be somebody else's. */
  readonly clientIds: readonly string[]
}

/** The id is the provider's ARN. */
export interface OidcProviderActual extends OidcProviderDesired {
  readonly id: string
  readonly arn: string
}

export const oidcProvider: Resource<OidcProviderDesired, OidcProviderActual, 'url'> = {
  kind: 'oidc-provider',
  actions: [
    'iam:GetOpenIDConnectProvider',
    'iam:CreateOpenIDConnectProvider',
    'iam:TagOpenIDConnectProvider',
    'iam:AddClientIDToOpenIDConnectProvider',
    'iam:DeleteOpenIDConnectProvider',
    'iam:ListRoles',
  ],
  key: ['url'],
  diff: ({url, clientIds}, actual) => [
    ...(url === actual.url ? [] : [{field: 'url', from: actual.url, to: url, effect: 'replace' as const}]),
    ...(missing(clientIds, actual).length === 0
      ? []
      : [{field: 'clientIds', from: actual.clientIds, to: union(actual, clientIds), effect: 'update' as const}]),
  ],

  // One that somebody else made is used as it is: AWS keeps no second one of the same URL.
  async read({url}, id, {aws}) {
    const arn = id ?? arnOf(url, aws.accountId)
    const found = await find(arn, aws)
    return found && {id: arn, arn, url: `https://${present(found.Url, 'Url')}`, clientIds: found.ClientIDList ?? []}
  },

  // Without thumbprints: IAM finds the certificate itself (API reference, CreateOpenIDConnectProvider, ThumbprintList).
  async create(desired, {aws, owner}) {
    const {url, clientIds} = desired
    const answer = await aws.iam.send(
      new CreateOpenIDConnectProviderCommand({Url: url, ClientIDList: [...clientIds], Tags: tagList(owner)}),
    )
    const arn = present(answer.OpenIDConnectProviderArn, 'OpenIDConnectProviderArn')
    return {...desired, id: arn, arn}
  },

  async update({clientIds}, actual, {aws}) {
    for (const ClientID of missing(clientIds, actual)) {
      await aws.iam.send(new AddClientIDToOpenIDConnectProviderCommand({OpenIDConnectProviderArn: actual.id, ClientID}))
    }
    return {...actual, clientIds: union(actual, clientIds)}
  },

  // Roles of others stop working without it, and AWS does not say so: it goes only where awsup made it for itself alone.
  async delete({id}, context) {
    const {aws, owner} = context
    const found = await find(id, aws)
    if (!found || tagRecord(found.Tags)['awsup:project'] !== projectOf(owner)) return
    if (await isTrustedByOthers(id, context)) return
    await absentWhen('NoSuchEntityException', () =>
      aws.iam.send(new DeleteOpenIDConnectProviderCommand({OpenIDConnectProviderArn: id})),
    )
  },
}

/** As policies write it too: awsup works in AWS's commercial partition alone. */
const arnOf = (url: string, accountId: string): string =>
  `arn:aws:iam::${accountId}:oidc-provider/${url.replace(/^https:\/\//, '')}`

const find = (arn: string, {iam}: Context['aws']) =>
  absentWhen('NoSuchEntityException', () =>
    iam.send(new GetOpenIDConnectProviderCommand({OpenIDConnectProviderArn: arn})),
  )

const missing = (wanted: readonly string[], {clientIds}: Pick<OidcProviderDesired, 'clientIds'>): readonly string[] =>
  wanted.filter((id) => !clientIds.includes(id))

const union = (actual: Pick<OidcProviderDesired, 'clientIds'>, wanted: readonly string[]): readonly string[] => [
  ...actual.clientIds,
  ...missing(wanted, actual),
]

/** Whether a role outside the project's own path names it. Lists show trust policies (API reference, ListRoles). */
async function isTrustedByOthers(arn: string, {aws, owner}: Context): Promise<boolean> {
  const roles = await collect(paginateListRoles({client: aws.iam}, {}), ({Roles}) => Roles)
  return roles.some(
    ({Path, AssumeRolePolicyDocument: trust = ''}) =>
      Path !== `/awsup/${projectOf(owner)}/` && decodeURIComponent(trust).includes(`"${arn}"`),
  )
}

import {GetPrincipalTagAttributeMapCommand, SetPrincipalTagAttributeMapCommand} from '@aws-sdk/client-cognito-identity'
import {absentWhen} from '../../../aws/calls/absent.js'
import {compare, type Context, type Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {present} from '../../present.js'

/** Which claims of a user pool's ID tokens become session tags of the identities that sign in with them. */
export interface PrincipalTagsDesired {
  readonly identityPoolId: string
  /** `cognito-idp.<region>.amazonaws.com/<user pool id>` */
  readonly providerName: string
  /** Tag → claim, at most 50. */
  readonly tags: Readonly<Record<string, string>>
}

/** The id is the identity pool's. */
export interface PrincipalTagsActual extends PrincipalTagsDesired {
  readonly id: string
}

export const principalTags: Resource<PrincipalTagsDesired, PrincipalTagsActual, 'identityPoolId' | 'providerName'> = {
  kind: 'principal-tags',
  actions: ['cognito-identity:GetPrincipalTagAttributeMap', 'cognito-identity:SetPrincipalTagAttributeMap'],
  key: ['identityPoolId', 'providerName'],
  // A tag that somebody else mapped is theirs: only ours are compared.
  diff: (desired, actual) => everyField(desired, {...actual, tags: pick(actual.tags, Object.keys(desired.tags))}),

  read: ({identityPoolId, providerName}, _id, context) => readTags({identityPoolId, providerName}, context),

  create: (desired, context) => setTags(desired, context),

  update: (desired, _actual, context) => setTags(desired, context),

  async delete({identityPoolId, providerName}, context) {
    const found = await readTags({identityPoolId, providerName}, context)
    if (found) await send({identityPoolId, providerName, tags: {}}, context)
  },
}

const everyField = compare<PrincipalTagsDesired>({identityPoolId: 'replace', providerName: 'replace', tags: 'update'})

/** The call replaces the whole map: it gets what exists, with ours on top. */
async function setTags(desired: PrincipalTagsDesired, context: Context): Promise<PrincipalTagsActual> {
  const before = await readTags(desired, context)
  await send({...desired, tags: {...before?.tags, ...desired.tags}}, context)
  const after = present(await readTags(desired, context), 'PrincipalTags')
  requireKept(`the principal tags of identity pool ${desired.identityPoolId}`, principalTags.diff(desired, after))
  return after
}

async function send({identityPoolId, providerName, tags}: PrincipalTagsDesired, {aws}: Context): Promise<void> {
  await aws.identity.send(
    new SetPrincipalTagAttributeMapCommand({
      IdentityPoolId: identityPoolId,
      IdentityProviderName: providerName,
      UseDefaults: false,
      PrincipalTags: tags,
    }),
  )
}

/** AWS has no map to find: a pool without one is one where no tag is mapped. */
async function readTags(
  {identityPoolId, providerName}: Pick<PrincipalTagsDesired, 'identityPoolId' | 'providerName'>,
  {aws}: Context,
): Promise<PrincipalTagsActual | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.identity.send(
      new GetPrincipalTagAttributeMapCommand({IdentityPoolId: identityPoolId, IdentityProviderName: providerName}),
    ),
  )
  const tags = answer?.PrincipalTags ?? {}
  if (Object.keys(tags).length === 0) return undefined
  return {id: identityPoolId, identityPoolId, providerName, tags}
}

const pick = (tags: Readonly<Record<string, string>>, keys: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)))

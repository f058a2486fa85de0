import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
  type IdentityProviderType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {isNoSecret} from '../../../aws/credentials/secrets.js'
import type {SecretReference} from '../../../base/secret-reference.js'
import type {Change, Context, Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {omit} from '../../omit.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'
import {createInput, secretField, updateInput} from './settings.js'
import {ANOTHER, type IdentityProviderDesired} from './desired.js'

/** The id is the name. */
export interface IdentityProviderActual extends IdentityProviderDesired {
  readonly id: string
}

const everyField = compareUnordered<IdentityProviderDesired>({
  userPoolId: 'replace',
  name: 'replace',
  type: 'replace',
  details: 'update',
  secret: 'update',
  attributes: 'update',
  identifiers: 'update',
})

type Key = 'userPoolId' | 'name' | 'secret'

export const identityProvider: Resource<IdentityProviderDesired, IdentityProviderActual, Key> = {
  kind: 'identity-provider',
  actions: [
    'cognito-idp:DescribeIdentityProvider',
    'cognito-idp:CreateIdentityProvider',
    'cognito-idp:UpdateIdentityProvider',
    'cognito-idp:DeleteIdentityProvider',
    'ssm:GetParameter',
    'secretsmanager:GetSecretValue',
  ],
  // Where the secret is kept is part of it, so that reading can tell whether AWS has that one.
  key: ['userPoolId', 'name', 'secret'],
  diff: (desired, actual) => everyField(desired, comparable(desired, actual)).filter(isAsked),

  async read({userPoolId, name, secret}, id, context) {
    const found = await describe(userPoolId, id ?? name, context)
    if (!found) return undefined
    const kept = typeof secret === 'object' ? await findSecret(id ?? name, secret, context) : undefined
    return toActual(userPoolId, found, {secret, kept})
  },

  async create(desired, {aws}) {
    const kept = typeof desired.secret === 'object' ? await aws.readSecret(desired.secret) : undefined
    const answer = await aws.cognito.send(new CreateIdentityProviderCommand(createInput(desired, kept)))
    const made = present(answer.IdentityProvider, 'IdentityProvider')
    return toActual(desired.userPoolId, made, {secret: desired.secret, kept})
  },

  // UpdateIdentityProvider resets what is not sent: it gets everything that exists, with our changes on top.
  async update(desired, {id, userPoolId}, context) {
    const before = present(await describe(userPoolId, id, context), 'IdentityProvider')
    const kept = typeof desired.secret === 'object' ? await findSecret(id, desired.secret, context) : undefined
    await context.aws.cognito.send(new UpdateIdentityProviderCommand(updateInput(before, desired, kept)))
    const after = present(await describe(userPoolId, id, context), 'IdentityProvider')
    const actual = toActual(userPoolId, after, {secret: desired.secret, kept})
    requireKept(`identity provider ${id}`, identityProvider.diff(desired, actual))
    return actual
  },

  async delete({id, userPoolId}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DeleteIdentityProviderCommand({UserPoolId: userPoolId, ProviderName: id})),
    )
  },
}

/** AWS adds details and a mapping of `username` by itself: what the manifest does not name is not compared. */
function comparable(desired: IdentityProviderDesired, actual: IdentityProviderDesired): IdentityProviderDesired {
  const details = Object.entries(actual.details).filter(([name]) => Object.hasOwn(desired.details, name))
  const attributes = Object.hasOwn(desired.attributes, 'username')
    ? actual.attributes
    : omit({...actual.attributes}, 'username')
  return {...actual, details: Object.fromEntries(details), attributes}
}

const isAsked = ({to}: Change): boolean => to !== undefined

async function describe(userPoolId: string, name: string, {aws}: Context): Promise<IdentityProviderType | undefined> {
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeIdentityProviderCommand({UserPoolId: userPoolId, ProviderName: name})),
  )
  return answer && present(answer.IdentityProvider, 'IdentityProvider')
}

/** A provider that exists has a secret already: where ours cannot be had now, AWS keeps that one, and we say so. */
async function findSecret(
  name: string,
  reference: SecretReference,
  {aws, report}: Context,
): Promise<string | undefined> {
  try {
    return await aws.readSecret(reference)
  } catch (error) {
    if (!isNoSecret(error)) throw error
    const message = `identity provider ${name} keeps the secret that AWS has: ${error.message}`
    report({type: 'warning', code: 'SECRET_NOT_READ', message})
    return undefined
  }
}

interface Secrets {
  readonly secret: IdentityProviderDesired['secret']
  /** What is kept where `secret` says; compared, and forgotten. */
  readonly kept: string | undefined
}

function toActual(
  userPoolId: string,
  {ProviderName, ProviderType = 'OIDC', ProviderDetails = {}, ...rest}: IdentityProviderType,
  {secret, kept}: Secrets,
): IdentityProviderActual {
  const name = present(ProviderName, 'ProviderName')
  // Apple's key is never answered: only a new key id tells that it changed.
  const there = ProviderDetails[secretField(ProviderType)]
  const differs = kept !== undefined && there !== undefined && there !== kept
  return {
    id: name,
    userPoolId,
    name,
    type: ProviderType,
    details: omit(ProviderDetails, 'client_secret', 'private_key'),
    secret: differs ? ANOTHER : secret,
    attributes: rest.AttributeMapping ?? {},
    identifiers: rest.IdpIdentifiers ?? [],
  }
}

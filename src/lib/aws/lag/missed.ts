import {type Asked, named, readOperation, subjectOf, type Thing} from './things.js'

/**
 * What an error says that AWS did not find: none where it is no such error, several where its words do not tell which
 * of the things that the call names. A thing that was never made may stand beside one that was (a group of ours, a
 * policy whose name is misspelt), so AWS's own words decide where they can.
 */
export function missedBy(asked: Asked, error: unknown): readonly Thing[] {
  return error instanceof Error ? (READERS[asked.service]?.(asked, error) ?? []) : []
}

type Read = (asked: Asked, error: Error) => readonly Thing[]

/** Words of IAM: "The role with name reader cannot be found." "Policy arn:… does not exist or is not attachable." */
const readIam: Read = ({operation, input}, {name, message}) => {
  if (name !== 'NoSuchEntityException' && name !== 'NoSuchEntity') return []
  const of = (noun: string): readonly Thing[] => named('iam', noun, input)
  if (/login profile/i.test(message)) return of('LoginProfile')
  if (/access key/i.test(message)) return of('AccessKey')
  if (input['VersionId'] !== undefined && /\bversion\b/i.test(message)) return of('PolicyVersion')
  if (/\b(role|user|group) policy\b/i.test(message)) return ['RolePolicy', 'UserPolicy', 'GroupPolicy'].flatMap(of)
  if (/not in the group/i.test(message)) return []
  const boundary = input['PermissionsBoundary']
  const candidates = [
    ...['Role', 'User', 'Group', 'Policy'].flatMap(of),
    ...(boundary === undefined ? [] : named('iam', 'Policy', {PolicyArn: boundary})),
  ]
  const words = wordsOf(message)
  const told = candidates.filter((thing) => words.has(thing.name.toLowerCase()))
  if (told.length > 0) return told
  // A user without a password, or without that key, is no user that does not show yet.
  return /^(Get|Update|Delete)(LoginProfile|AccessKey)/.test(operation) ? [] : candidates
}

/**
 * The error's name says which member of the input is meant, and an id what sort of thing it is: `ou-…`, `p-…`, twelve
 * digits. A root is as young as its organization.
 */
const readOrganizations: Read = ({operation, input}, {name}) => {
  if (name === 'AWSOrganizationsNotInUseException') return operation === 'CreateOrganization' ? [] : [ORGANIZATION]
  const members = MEMBERS[name] ?? []
  return members.flatMap((member) => toThings(input[member]))
}

const ORGANIZATION: Thing = {sort: 'organization', name: ''}

const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  AccountNotFoundException: ['AccountId'],
  ChildNotFoundException: ['ChildId'],
  CreateAccountStatusNotFoundException: ['CreateAccountRequestId'],
  DestinationParentNotFoundException: ['DestinationParentId'],
  OrganizationalUnitNotFoundException: ['OrganizationalUnitId'],
  ParentNotFoundException: ['ParentId'],
  PolicyNotFoundException: ['PolicyId'],
  RootNotFoundException: ['RootId'],
  SourceParentNotFoundException: ['SourceParentId'],
  TargetNotFoundException: ['TargetId', 'ResourceId'],
}

function toThings(id: unknown): readonly Thing[] {
  if (typeof id !== 'string') return []
  if (id.startsWith('r-')) return [ORGANIZATION]
  if (id.startsWith('ou-')) return [{sort: 'organizational unit', name: id}]
  if (id.startsWith('p-')) return [{sort: 'policy of the organization', name: id}]
  if (id.startsWith('car-')) return [{sort: 'request for an account', name: id}]
  return [{sort: 'account', name: id}]
}

/** Words of user pools: "User pool eu-west-1_abc does not exist." "User pool client abc does not exist." "Group not found." */
const readUserPools: Read = (asked, {name, message}) => {
  const {input} = asked
  const of = (noun: string): readonly Thing[] => named('cognito-idp', noun, input)
  if (name !== 'ResourceNotFoundException') return []
  if (/^user ?pool ?client\b/i.test(message)) return of('UserPoolClient')
  if (/^user ?pool\b/i.test(message)) return of('UserPool')
  const {verb, noun} = readOperation(asked)
  if (verb === 'Create') return of('UserPool')
  const own = noun && subjectOf(asked)
  return own ? [own] : []
}

/** Words of identity pools: "IdentityPool 'eu-west-1:…' not found." */
const readIdentityPools: Read = ({input}, {name, message}) =>
  name === 'ResourceNotFoundException' && /identity ?pool/i.test(message)
    ? named('cognito-identity', 'IdentityPool', input)
    : []

/**
 * A permission set that was made just now. Not of what a set may lack: "not found" about its boundary, or an assignment, is
 * an answer.
 */
const readPermissionSets: Read = ({operation, input}, {name}) =>
  name === 'ResourceNotFoundException' && /^(Describe|Update|Attach|Put|Provision|ListTags)/.test(operation)
    ? named('sso', 'PermissionSet', {PermissionSetArn: input['PermissionSetArn'] ?? input['ResourceArn']})
    : []
/** Words of Amplify: "App d1… not found.", "Branch dev not found.", "Domain association app.acme.dev not found." */
const readAmplify: Read = ({input}, {name, message}) => {
  const of = (noun: string): readonly Thing[] => named('amplify', noun, input)
  if (name !== 'NotFoundException') return []
  if (/^app\b/i.test(message)) return of('App')
  return /^branch\b/i.test(message) ? of('Branch') : of('DomainAssociation')
}

const READERS: Readonly<Record<string, Read>> = {
  iam: readIam,
  organizations: readOrganizations,
  'cognito-idp': readUserPools,
  'cognito-identity': readIdentityPools,
  sso: readPermissionSets,
  amplify: readAmplify,
}

/** What stands between blanks and quotes, without the mark that ends a sentence. */
const wordsOf = (message: string): ReadonlySet<string> =>
  new Set(
    message
      .toLowerCase()
      .split(/[\s"'()]+/)
      .map((word) => word.replace(/[.,;:]$/, '')),
  )

/** AWS's names for "this name is taken", of things that only their own create makes. */
const TAKEN: ReadonlySet<string> = new Set([
  'EntityAlreadyExistsException',
  'AlreadyInOrganizationException',
  'DuplicateOrganizationalUnitException',
  'DuplicatePolicyException',
  'DuplicateProviderException',
  'GroupExistsException',
  'ManagedLoginBrandingExistsException',
  // Of a create these two are a table and a bucket of the account.
  'ResourceInUseException',
  'BucketAlreadyOwnedByYou',
])

/** Whether AWS refused a create because what it would make exists already. */
export const isTaken = (error: unknown): error is Error =>
  error instanceof Error &&
  (TAKEN.has(error.name) || (error.name === 'ConflictException' && /already exists/.test(error.message)))

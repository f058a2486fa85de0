import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  paginateListPolicyVersions,
  type PolicyVersion,
} from '@aws-sdk/client-iam'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Resource} from '../../base/resource.js'
import {parseDocument} from '../documents.js'
import {requireOurs, tagList, tagRecord} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {leavingUnasked, placementOf, type Placement} from './placement.js'
import {untilFree} from '../../aws/calls/until-free.js'
import {compareUnordered} from '../unordered.js'
import {findLimited, unbind} from './unbound.js'

/** A customer managed policy. */
export interface ManagedPolicyDesired extends Placement {
  readonly name: string
  readonly description: string
  /** The policy document, plain data. */
  readonly document: object
}

/** The id is the policy's ARN. */
export interface ManagedPolicyActual extends ManagedPolicyDesired {
  readonly id: string
  readonly arn: string
  /** Of the account that it is in. */
  readonly accountId: string
}

/** AWS keeps five versions of a policy and refuses a sixth (IAM user guide, quotas). */
const MAX_VERSIONS = 5

export const managedPolicy: Resource<ManagedPolicyDesired, ManagedPolicyActual, 'name' | 'path'> = {
  kind: 'managed-policy',
  actions: [
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:ListPolicyVersions',
    'iam:CreatePolicy',
    'iam:TagPolicy',
    'iam:CreatePolicyVersion',
    'iam:DeletePolicyVersion',
    'iam:DeletePolicy',
    'iam:ListEntitiesForPolicy',
    'iam:GetRole',
    'iam:GetUser',
    'iam:DeleteRolePermissionsBoundary',
  ],
  key: ['name', 'path'],
  within: ['account'],
  // AWS never changes a description, and no wording is worth another ARN.
  diff: leavingUnasked(
    compareUnordered<ManagedPolicyDesired>({
      name: 'replace',
      path: 'replace',
      description: 'computed',
      document: 'update',
    }),
  ),

  async read({name, path = '/'}, id, context) {
    const {aws, owner} = context
    const arn = id ?? `arn:aws:iam::${aws.accountId}:policy${path}${name}`
    const answer = await absentWhen('NoSuchEntityException', () => aws.iam.send(new GetPolicyCommand({PolicyArn: arn})))
    if (!answer) return undefined
    const found = present(answer.Policy, 'Policy')
    requireOurs(`policy ${arn}`, tagRecord(found.Tags), owner)
    const version = await aws.iam.send(
      new GetPolicyVersionCommand({PolicyArn: arn, VersionId: present(found.DefaultVersionId, 'DefaultVersionId')}),
    )
    return {
      id: arn,
      arn,
      accountId: aws.accountId,
      ...placementOf(found),
      name: present(found.PolicyName, 'PolicyName'),
      description: found.Description ?? '',
      document: parseDocument(version.PolicyVersion?.Document, `policy ${arn}`),
    }
  },

  async create(desired, {aws, owner}) {
    const {name, path, description, document} = desired
    const answer = await aws.iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        Path: path,
        Description: description,
        PolicyDocument: JSON.stringify(document),
        Tags: tagList(owner),
      }),
    )
    const arn = present(answer.Policy?.Arn, 'Policy.Arn')
    return {...desired, id: arn, arn, accountId: aws.accountId}
  },

  async update({document}, actual, context) {
    const versions = await listVersions(actual.id, context)
    const oldest = oldestSpare(versions)
    if (versions.length >= MAX_VERSIONS && oldest) await deleteVersion(actual.id, oldest, context)
    await context.aws.iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: actual.id,
        PolicyDocument: JSON.stringify(document),
        SetAsDefault: true,
      }),
    )
    return {...actual, document}
  },

  release: ({id}, context) => unbind(id, context),

  usage: ({id}, context) => findLimited(id, context),

  // What uses it goes first: AWS answers DeleteConflict while it is attached anywhere.
  async delete({id}, context) {
    const remove = async (): Promise<void> => {
      for (const version of await listVersions(id, context)) {
        if (!version.IsDefaultVersion) await deleteVersion(id, version, context)
      }
      await context.aws.iam.send(new DeletePolicyCommand({PolicyArn: id}))
    }
    await absentWhen('NoSuchEntityException', () => untilFree(`policy ${id}`, remove, context))
  },
}

const listVersions = (arn: string, {aws}: Context): Promise<PolicyVersion[]> =>
  collect(paginateListPolicyVersions({client: aws.iam}, {PolicyArn: arn}), ({Versions}) => Versions)

/** Version ids count up (`v7`), also where dates are equal to the second. */
const oldestSpare = (versions: readonly PolicyVersion[]): PolicyVersion | undefined =>
  versions.filter(({IsDefaultVersion}) => !IsDefaultVersion).sort((a, b) => numberOf(a) - numberOf(b))[0]

const numberOf = ({VersionId = ''}: PolicyVersion): number => Number(VersionId.slice(1))

async function deleteVersion(arn: string, {VersionId}: PolicyVersion, {aws}: Context): Promise<void> {
  await absentWhen('NoSuchEntityException', () =>
    aws.iam.send(new DeletePolicyVersionCommand({PolicyArn: arn, VersionId})),
  )
}

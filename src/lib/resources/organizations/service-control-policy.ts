import {
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  paginateListPolicies,
  UpdatePolicyCommand,
  type Policy,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Context, Resource} from '../../base/resource.js'
import {parseDocument} from '../documents.js'
import {requireOurs, tagList} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {untilFree} from '../../aws/calls/until-free.js'
import {compareUnordered, sameUnordered} from '../unordered.js'
import {attach, detach, enablePolicies, readTargets} from './policy-targets.js'
import {readTags} from './tags.js'

/** A service control policy and what it is attached to. */
export interface ServiceControlPolicyDesired {
  readonly name: string
  readonly description: string
  /** The policy document, plain data. */
  readonly content: object
  /** Roots, organizational units and accounts, in any order. */
  readonly targetIds: readonly string[]
}

export interface ServiceControlPolicyActual extends ServiceControlPolicyDesired {
  readonly id: string
  readonly arn: string
}

export const serviceControlPolicy: Resource<ServiceControlPolicyDesired, ServiceControlPolicyActual, 'name'> = {
  kind: 'service-control-policy',
  actions: [
    'organizations:ListPolicies',
    'organizations:DescribePolicy',
    'organizations:ListTargetsForPolicy',
    'organizations:ListTagsForResource',
    'organizations:ListRoots',
    'organizations:EnablePolicyType',
    'organizations:CreatePolicy',
    'organizations:TagResource',
    'organizations:UpdatePolicy',
    'organizations:AttachPolicy',
    'organizations:DetachPolicy',
    'organizations:DeletePolicy',
  ],
  key: ['name'],
  diff: compareUnordered<ServiceControlPolicyDesired>({
    name: 'update',
    description: 'update',
    content: 'update',
    targetIds: 'update',
  }),

  // The name is known before there is an organization to look in: then there is no policy either.
  read: ({name}, id, context) =>
    absentWhen('AWSOrganizationsNotInUseException', () =>
      id === undefined ? findByName(name, context) : readById(id, context),
    ),

  async create(desired, context) {
    await enablePolicies(context)
    const {name, description, content} = desired
    const answer = await context.aws.organizations.send(
      new CreatePolicyCommand({
        Type: 'SERVICE_CONTROL_POLICY',
        Name: name,
        Description: description,
        Content: JSON.stringify(content),
        Tags: tagList(context.owner),
      }),
    )
    const made = toActual(present(answer.Policy, 'Policy'), [])
    return serviceControlPolicy.update(desired, {...desired, ...made}, context)
  },

  async update(desired, actual, context) {
    const {name, description, content, targetIds} = desired
    const text = [name, description, content]
    if (!sameUnordered(text, [actual.name, actual.description, actual.content])) {
      await context.aws.organizations.send(
        new UpdatePolicyCommand({
          PolicyId: actual.id,
          Name: name,
          Description: description,
          Content: JSON.stringify(content),
        }),
      )
    }
    for (const target of targetIds) if (!actual.targetIds.includes(target)) await attach(actual.id, target, context)
    for (const target of actual.targetIds) if (!targetIds.includes(target)) await detach(actual.id, target, context)
    return {...actual, ...desired}
  },

  async delete({id}, context) {
    const remove = async (): Promise<void> => {
      for (const target of await readTargets(id, context)) await detach(id, target, context)
      await context.aws.organizations.send(new DeletePolicyCommand({PolicyId: id}))
    }
    await absentWhen('PolicyNotFoundException', () => untilFree(`policy ${id}`, remove, context))
  },
}

async function readById(id: string, context: Context): Promise<ServiceControlPolicyActual | undefined> {
  return absentWhen('PolicyNotFoundException', async () => {
    const {Policy} = await context.aws.organizations.send(new DescribePolicyCommand({PolicyId: id}))
    return toActual(present(Policy, 'Policy'), await readTargets(id, context))
  })
}

async function findByName(name: string, context: Context): Promise<ServiceControlPolicyActual | undefined> {
  const pages = paginateListPolicies({client: context.aws.organizations}, {Filter: 'SERVICE_CONTROL_POLICY'})
  const found = (await collect(pages, ({Policies}) => Policies)).find((policy) => policy.Name === name)
  if (!found) return undefined
  const id = present(found.Id, 'Policy.Id')
  // A list shows for a while what is deleted: only the policy itself says that it is there.
  const actual = await readById(id, context)
  const tags = actual && (await absentWhen('TargetNotFoundException', () => readTags(id, context)))
  if (tags) requireOurs(`service control policy ${name} (${id})`, tags, context.owner)
  return tags && actual
}

const toActual = ({PolicySummary, Content}: Policy, targetIds: readonly string[]): ServiceControlPolicyActual => ({
  id: present(PolicySummary?.Id, 'Policy.Id'),
  arn: present(PolicySummary?.Arn, 'Policy.Arn'),
  name: present(PolicySummary?.Name, 'Policy.Name'),
  description: PolicySummary?.Description ?? '',
  content: parseDocument(Content, `service control policy ${PolicySummary?.Name ?? ''}`),
  targetIds,
})

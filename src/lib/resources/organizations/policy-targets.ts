import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  EnablePolicyTypeCommand,
  paginateListTargetsForPolicy,
} from '@aws-sdk/client-organizations'
import {absentWhen} from '../../aws/calls/absent.js'
import {poll} from '../../aws/calls/wait.js'
import type {Context} from '../../base/resource.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {findRoot} from './roots.js'

const TYPE = 'SERVICE_CONTROL_POLICY'
const ENABLING_MS = 2 * 60_000

/** Roots, units and accounts that a policy is attached to. */
export async function readTargets(policyId: string, {aws}: Context): Promise<readonly string[]> {
  const pages = paginateListTargetsForPolicy({client: aws.organizations}, {PolicyId: policyId})
  return (await collect(pages, ({Targets}) => Targets)).map(({TargetId}) => present(TargetId, 'TargetId'))
}

/** Attaches; fine when it is attached already. */
export async function attach(policyId: string, targetId: string, {aws}: Context): Promise<void> {
  await absentWhen('DuplicatePolicyAttachmentException', () =>
    aws.organizations.send(new AttachPolicyCommand({PolicyId: policyId, TargetId: targetId})),
  )
}

/** Detaches; fine when it is not attached, or when the target is gone. */
export async function detach(policyId: string, targetId: string, {aws}: Context): Promise<void> {
  await absentWhen(['PolicyNotAttachedException', 'TargetNotFoundException'], () =>
    aws.organizations.send(new DetachPolicyCommand({PolicyId: policyId, TargetId: targetId})),
  )
}

/** Turns service control policies on for the root, where they are not, and waits until they are. */
export async function enablePolicies(context: Context): Promise<void> {
  const root = await findRoot(context)
  const rootId = present(root?.Id, 'Root.Id')
  if (statusIn(root) === 'ENABLED') return
  if (statusIn(root) === undefined) {
    await absentWhen('PolicyTypeAlreadyEnabledException', () =>
      context.aws.organizations.send(new EnablePolicyTypeCommand({RootId: rootId, PolicyType: TYPE})),
    )
  }
  const enabled = async (): Promise<true | undefined> =>
    statusIn(await findRoot(context)) === 'ENABLED' ? true : undefined
  await poll('service control policies to be enabled', enabled, {context, timeoutMs: ENABLING_MS})
}

const statusIn = (root: Awaited<ReturnType<typeof findRoot>>): string | undefined =>
  root?.PolicyTypes?.find(({Type}) => Type === TYPE)?.Status

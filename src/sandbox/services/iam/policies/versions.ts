import type * as sdk from '@aws-sdk/client-iam'
import {timeKey} from '../../../core/pages.js'
import type {Operations} from '../../../core/service.js'
import {encodeDocument, requireSize} from './documents.js'
import {pageOf, required} from '../input.js'
import {changePolicy, MANAGED_QUOTA, onPolicy, requireCustomer, savePolicy} from './policies.js'
import {checkIdentityPolicy} from '../policy/check.js'
import {deleteConflict, limitExceeded, noSuchEntity} from '../refusals.js'
import {versionShape} from '../shapes.js'
import type {Policy} from '../tables.js'

/** Versions that a managed policy may have at once. */
export const VERSIONS_PER_POLICY = 5

function requireVersion({versions}: Policy, id: string | undefined): Policy['versions'][number] {
  const versionId = required(id, 'VersionId')
  const found = versions.find((version) => version.versionId === versionId)
  if (!found) throw noSuchEntity(`Policy version ${versionId} does not exist.`)
  return found
}

/** The key of a list in which the newest version comes first: `v12` before `v3`. */
const newestFirst = ({versionId}: Policy['versions'][number]): string => timeKey(1e15 - Number(versionId.slice(1)), '')

/** Versions of managed policies. */
export const policyVersionOperations: Operations<typeof sdk> = {
  CreatePolicyVersion: onPolicy((policy, {PolicyDocument, SetAsDefault = false}, call) => {
    requireCustomer(policy)
    const document = required(PolicyDocument, 'PolicyDocument')
    checkIdentityPolicy(document)
    requireSize(document, MANAGED_QUOTA, 'PolicySize')
    if (policy.versions.length >= VERSIONS_PER_POLICY)
      throw limitExceeded(
        `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
      )
    const version = {versionId: `v${policy.nextVersion}`, document, createdAt: call.now}
    const changed = {
      ...policy,
      versions: [...policy.versions, version],
      defaultVersionId: SetAsDefault ? version.versionId : policy.defaultVersionId,
      nextVersion: policy.nextVersion + 1,
    }
    savePolicy(changed, call)
    return {PolicyVersion: versionShape(version, changed)}
  }),

  GetPolicyVersion: onPolicy((policy, {VersionId}) => {
    const version = requireVersion(policy, VersionId)
    return {PolicyVersion: {...versionShape(version, policy), Document: encodeDocument(version.document)}}
  }),

  ListPolicyVersions: onPolicy((policy, input, call) => {
    const {items, rest} = pageOf(policy.versions, {...input, key: newestFirst}, call)
    return {Versions: items.map((version) => versionShape(version, policy)), ...rest}
  }),

  DeletePolicyVersion: changePolicy((policy, {VersionId}) => {
    const {versionId} = requireVersion(policy, VersionId)
    if (versionId === policy.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.')
    return {...policy, versions: policy.versions.filter((version) => version.versionId !== versionId)}
  }),

  SetDefaultPolicyVersion: changePolicy((policy, {VersionId}) => ({
    ...policy,
    defaultVersionId: requireVersion(policy, VersionId).versionId,
  })),
}

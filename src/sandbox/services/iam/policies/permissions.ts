import {encodeDocument, sizeOf} from './documents.js'
import {capitalized, type Holder, type Kind} from '../entity.js'
import {entryOf, pageOf, required, withEntry, withoutEntries} from '../input.js'
import {isOfService, policyArn, policyKey, requirePolicy} from './managed.js'
import {checkIdentityPolicy} from '../policy/check.js'
import type {operationsOn} from '../operation.js'
import {deleteConflict, invalid, limitExceeded, noSuchEntity} from '../refusals.js'
import {ServiceError} from '../../../core/errors.js'
import type {Call} from '../../../core/service.js'
import type {Policy} from '../tables.js'

/** Managed policies that one role, user or group may have attached (AWS raises it to 20 on request). */
const ATTACHED_PER_ENTITY = 10

interface Paged {
  Marker?: string | undefined
  MaxItems?: number | undefined
}

interface PolicyInput {
  PolicyName: string | undefined
}

interface ArnInput {
  PolicyArn: string | undefined
}

type Operations<T extends Holder, N extends object> = ReturnType<typeof operationsOn<T, N>>

const policyAsked = ({PolicyArn: arn}: ArnInput): Record<string, string[]> =>
  arn === undefined ? {} : {'iam:PolicyARN': [arn]}

const missingInline = <T extends Holder>(kind: Kind<T>, name: string) =>
  noSuchEntity(`The ${kind.label} policy with name ${name} cannot be found.`)

/** Inline policies of roles, users and groups; `named` is what a reply repeats: `{RoleName: 'reader'}`. */
export const inlineOperations = <T extends Holder, N extends object, R extends object>(
  kind: Kind<T>,
  {on, change}: Operations<T, N>,
  named: (entity: T) => R,
) => ({
  put: change<N & PolicyInput & {PolicyDocument: string | undefined}>((entity, {PolicyName, PolicyDocument}) => {
    const document = required(PolicyDocument, 'PolicyDocument')
    checkIdentityPolicy(document)
    const inlinePolicies = withEntry(entity.inlinePolicies, required(PolicyName, 'PolicyName'), document)
    const size = Object.values(inlinePolicies).reduce((sum, text) => sum + sizeOf(text), 0)
    if (size > kind.inlineQuota)
      throw limitExceeded(
        `Maximum policy size of ${kind.inlineQuota} bytes exceeded for ${kind.label} ${kind.nameOf(entity)}`,
      )
    return {...entity, inlinePolicies}
  }),

  read: on<N & PolicyInput, R & {PolicyName: string; PolicyDocument: string}>((entity, {PolicyName}) => {
    const name = required(PolicyName, 'PolicyName')
    const document = entryOf(entity.inlinePolicies, name)
    if (document === undefined) throw missingInline(kind, name)
    return {...named(entity), PolicyName: name, PolicyDocument: encodeDocument(document)}
  }),

  list: on<N & Paged, {PolicyNames: string[]; IsTruncated: boolean; Marker: string | undefined}>(
    (entity, input, call) => {
      const {items, rest} = pageOf(Object.keys(entity.inlinePolicies), {...input, key: (name) => name}, call)
      return {PolicyNames: items, ...rest}
    },
  ),

  delete: change<N & PolicyInput>((entity, {PolicyName}) => {
    const name = required(PolicyName, 'PolicyName')
    if (entryOf(entity.inlinePolicies, name) === undefined) throw missingInline(kind, name)
    return {...entity, inlinePolicies: withoutEntries(entity.inlinePolicies, [name])}
  }),
})

/** @throws ServiceError PolicyNotAttachableException (github.com/aws/aws-cdk/issues/6131 has AWS's words). */
function requireAttachable<T extends Holder>(policy: Policy, {label}: Kind<T>): void {
  if (isOfService(policy))
    throw new ServiceError(
      'PolicyNotAttachableException',
      `Cannot attach a Service Role Policy to a Customer ${capitalized(label)}.`,
    )
}

/** Managed policies attached to roles, users and groups. */
export const attachmentOperations = <T extends Holder, N extends object>(
  kind: Kind<T>,
  {on, change}: Operations<T, N>,
) => ({
  attach: change<N & ArnInput>((entity, {PolicyArn}, call) => {
    const arn = required(PolicyArn, 'PolicyArn')
    // A name, where an ARN is wanted (localstack/localstack, tests/aws/services/iam, test_role_managed_policy_errors).
    if (!/^arn:[^:]*:iam::[^:]*:policy\/./.test(arn)) throw invalid('Invalid ARN:  Could not be parsed!')
    requireAttachable(requirePolicy(arn, call, `Policy ${arn} does not exist or is not attachable.`), kind)
    if (entity.attachedPolicies.includes(arn)) return entity
    if (entity.attachedPolicies.length >= ATTACHED_PER_ENTITY)
      throw limitExceeded(`Cannot exceed quota for PoliciesPer${capitalized(kind.label)}: ${ATTACHED_PER_ENTITY}`)
    return {...entity, attachedPolicies: [...entity.attachedPolicies, arn]}
  }, policyAsked),

  detach: change<N & ArnInput>((entity, {PolicyArn}) => {
    const arn = required(PolicyArn, 'PolicyArn')
    if (!entity.attachedPolicies.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
    return {...entity, attachedPolicies: entity.attachedPolicies.filter((other) => other !== arn)}
  }, policyAsked),

  list: on<N & Paged & {PathPrefix?: string | undefined}, AttachedPage>((entity, input, call) => {
    const {items, rest} = pageOf(attachedTo(entity, input.PathPrefix, call), {...input, key: policyKey}, call)
    return {AttachedPolicies: items.map(attachedShape), ...rest}
  }),
})

interface AttachedPage {
  AttachedPolicies: {PolicyName: string; PolicyArn: string}[]
  IsTruncated: boolean
  Marker: string | undefined
}

/** The policies that are attached to an entity. */
export const attachedTo = ({attachedPolicies}: Holder, pathPrefix: string | undefined, call: Call): Policy[] =>
  attachedPolicies.map((arn) => requirePolicy(arn, call)).filter(({path}) => path.startsWith(pathPrefix ?? '/'))

/** An attached policy as the API lists it. */
export const attachedShape = (policy: Policy): {PolicyName: string; PolicyArn: string} => ({
  PolicyName: policy.policyName,
  PolicyArn: policyArn(policy),
})

/** Permissions boundaries of roles and users; `bound` makes the entity with another boundary, or none. */
export const boundaryOperations = <T extends Holder, N extends object>(
  {change}: Operations<T, N>,
  bound: (entity: T, permissionsBoundary: string | undefined) => T,
) => ({
  put: change<N & {PermissionsBoundary: string | undefined}>((entity, {PermissionsBoundary}, call) => {
    const arn = required(PermissionsBoundary, 'PermissionsBoundary')
    requireBoundary(arn, call)
    return bound(entity, arn)
  }, boundaryAsked),

  delete: change<N>((entity) => bound(entity, undefined)),
})

/** @throws ServiceError NoSuchEntityException when a boundary names a policy that does not exist. */
export function requireBoundary(arn: string | undefined, call: Call): void {
  if (arn !== undefined) requirePolicy(arn, call, `Scope ARN: ${arn} does not exist or is not attachable.`)
}

/** The condition key of a request that sets a boundary. */
export const boundaryAsked = ({
  PermissionsBoundary: arn,
}: {
  PermissionsBoundary?: string | undefined
}): Record<string, string[]> => (arn === undefined ? {} : {'iam:PermissionsBoundary': [arn]})

/** @throws ServiceError DeleteConflictException while policies are attached or inline. */
export function requireNoPolicies(holder: Holder): void {
  if (holder.attachedPolicies.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.')
  if (Object.keys(holder.inlinePolicies).length > 0)
    throw deleteConflict('Cannot delete entity, must delete policies first.')
}

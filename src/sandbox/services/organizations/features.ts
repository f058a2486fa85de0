import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../core/errors.js'
import {wholeOf} from '../../core/lag.js'
import {attach, detachAll, FULL_ACCESS} from './policies/attachments.js'
import {requirePolicyType} from './policies/policies.js'
import {invalidInput, rootNotFound} from './refusals.js'
import {managed, pageOf} from './scope.js'
import {isTrustable} from './service-principals.js'
import {rootShape} from './shapes.js'
import {type Organization, organizations} from './tables.js'
import {entityIds} from './tree.js'

const SCP = 'SERVICE_CONTROL_POLICY'

function requireRoot({rootId}: Organization, id: string | undefined): void {
  if (id !== rootId) throw rootNotFound()
}

const EnablePolicyType = managed({
  on: 'RootId',
  run({RootId, PolicyType}: Sdk.EnablePolicyTypeCommandInput, call, organization): Sdk.EnablePolicyTypeResponse {
    const tx = wholeOf(call.tx)
    requireRoot(organization, RootId)
    const type = requirePolicyType(organization, PolicyType)
    if (organization.enabledPolicyTypes.includes(type)) {
      throw new ServiceError(
        'PolicyTypeAlreadyEnabledException',
        'The specified policy type is already enabled in the specified root.',
      )
    }
    const changed = {...organization, enabledPolicyTypes: [...organization.enabledPolicyTypes, type]}
    organizations.put(tx, [organization.organizationId], changed)
    if (type === SCP) for (const id of entityIds(tx, organization)) attach(tx, organization, [FULL_ACCESS, id])
    return {Root: rootShape(changed)}
  },
})

/** All attachments of the type are lost with it, as AWS warns. */
const DisablePolicyType = managed({
  on: 'RootId',
  run({RootId, PolicyType}: Sdk.DisablePolicyTypeCommandInput, call, organization): Sdk.DisablePolicyTypeResponse {
    const tx = wholeOf(call.tx)
    requireRoot(organization, RootId)
    const type = requirePolicyType(organization, PolicyType)
    if (!organization.enabledPolicyTypes.includes(type)) {
      throw new ServiceError(
        'PolicyTypeNotEnabledException',
        "The specified policy type isn't currently enabled in this root.",
      )
    }
    const enabledPolicyTypes = organization.enabledPolicyTypes.filter((enabled) => enabled !== type)
    const changed = {...organization, enabledPolicyTypes}
    organizations.put(tx, [organization.organizationId], changed)
    detachAll(tx, organization, (policy) => policy.type === type)
    return {Root: rootShape(changed)}
  },
})

function requireServicePrincipal(name = ''): string {
  if (!isTrustable(name)) {
    throw invalidInput('UNRECOGNIZED_SERVICE_PRINCIPAL', 'You specified an unrecognized service principal.')
  }
  return name
}

const EnableAWSServiceAccess = managed({
  run({ServicePrincipal}: Sdk.EnableAWSServiceAccessCommandInput, {tx, now}, organization) {
    const service = requireServicePrincipal(ServicePrincipal)
    const enabledServices = [...new Set([...organization.enabledServices, service])].sort()
    const servicesSince = {[service]: now, ...organization.servicesSince}
    organizations.put(tx, [organization.organizationId], {...organization, enabledServices, servicesSince})
    return {}
  },
})

const DisableAWSServiceAccess = managed({
  run({ServicePrincipal}: Sdk.DisableAWSServiceAccessCommandInput, {tx}, organization) {
    const gone = requireServicePrincipal(ServicePrincipal)
    const enabledServices = organization.enabledServices.filter((service) => service !== gone)
    const since = Object.entries(organization.servicesSince ?? {})
    const servicesSince = Object.fromEntries(since.filter(([service]) => service !== gone))
    organizations.put(tx, [organization.organizationId], {...organization, enabledServices, servicesSince})
    return {}
  },
})

const ListAWSServiceAccessForOrganization = managed({
  run(
    input: Sdk.ListAWSServiceAccessForOrganizationCommandInput,
    call,
    {enabledServices, servicesSince = {}, createdAt},
  ): Sdk.ListAWSServiceAccessForOrganizationResponse {
    const {items, next} = pageOf(enabledServices, {...input, key: (principal) => principal}, call)
    const shape = (ServicePrincipal: string): Sdk.EnabledServicePrincipal => ({
      ServicePrincipal,
      DateEnabled: new Date(servicesSince[ServicePrincipal] ?? createdAt),
    })
    return {EnabledServicePrincipals: items.map(shape), NextToken: next}
  },
})

/** None: the sandbox has no operation that makes one. */
const ListDelegatedAdministrators = managed<
  Sdk.ListDelegatedAdministratorsCommandInput,
  Sdk.ListDelegatedAdministratorsResponse
>({run: () => ({DelegatedAdministrators: []})})

export const featureOperations = {
  EnablePolicyType,
  DisablePolicyType,
  EnableAWSServiceAccess,
  DisableAWSServiceAccess,
  ListAWSServiceAccessForOrganization,
  ListDelegatedAdministrators,
}

import type * as sdk from '@aws-sdk/client-amplify'
import {lowerAlnum} from '../../core/ids.js'
import {page} from '../../core/pages.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import type {Transaction} from '../../store/transaction.js'
import {appArn, badRequest, limitExceeded, notFound, onApp, onDomain, requireApp, requireAppOrBad} from './refusals.js'
import {branches, domains, type Domain} from './tables.js'

/** Amplify Hosting user guide, "Amplify Hosting service quotas". */
const MAX_DOMAINS = 5
const MAX_SUBDOMAINS = 50

export const domainsOf = (tx: Transaction, appId: string): readonly Domain[] => domains.list(tx, [appId])

/**
 * A domain waits for its DNS records for ever: nobody's DNS leads here. At first AWS does not know the records itself.
 */
function shapeOf(domain: Domain, call: Call): sdk.DomainAssociation {
  const {appId, domainName, createdAt, subDomains, certificate, random, enableAutoSubDomain} = domain
  const isNew = call.now < createdAt + call.settings.deploymentMs
  const verification = `_${random}.${domainName}. CNAME _${random.slice(0, 16)}.acm-validations.aws.`
  const type = certificate?.type ?? 'AMPLIFY_MANAGED'
  const own = type === 'CUSTOM' ? {customCertificateArn: certificate?.customCertificateArn} : {}
  const records = isNew ? {} : {certificateVerificationDNSRecord: verification}
  return {
    domainAssociationArn: `${appArn(call, appId)}/domains/${domainName}`,
    domainName,
    enableAutoSubDomain,
    domainStatus: isNew ? 'CREATING' : 'PENDING_VERIFICATION',
    updateStatus: isNew ? 'REQUESTING_CERTIFICATE' : 'PENDING_VERIFICATION',
    statusReason: '',
    ...records,
    certificate: {type, ...own, ...records},
    subDomains: subDomains.map((subDomainSetting) => ({
      subDomainSetting,
      verified: false,
      dnsRecord: isNew
        ? `${subDomainSetting.prefix ?? ''} CNAME <pending>`
        : `${subDomainSetting.prefix ?? ''} CNAME d${random.slice(0, 13)}.cloudfront.net`,
    })),
  }
}

/** @throws ServiceError BadRequestException, LimitExceededException */
function checkSubDomains(appId: string, settings: readonly sdk.SubDomainSetting[] = [], {tx}: Call): void {
  if (settings.length > MAX_SUBDOMAINS) throw badRequest('You have reached the maximum number of subdomains.')
  for (const {branchName = ''} of settings) {
    if (!branches.get(tx, [appId, branchName])) throw badRequest(`Branch ${branchName} not found.`)
  }
}

/** @throws ServiceError NotFoundException */
function requireDomain(
  {appId, domainName = ''}: {appId: string | undefined; domainName: string | undefined},
  call: Call,
): Domain {
  const app = requireApp({appId}, call)
  const domain = domains.get(call.tx, [app.appId, domainName])
  if (!domain) throw notFound(`Domain association ${domainName} not found.`)
  return domain
}

const CreateDomainAssociation: Operation<sdk.CreateDomainAssociationCommandInput, sdk.CreateDomainAssociationResult> = {
  resource: onApp,
  run(input, call) {
    const {appId} = requireApp(input, call)
    const {domainName = '', subDomainSettings = [], certificateSettings} = input
    checkSubDomains(appId, subDomainSettings, call)
    const taken = domains.list(call.tx).find((one) => one.domainName === domainName)
    if (taken?.appId === appId) throw badRequest(`Domain association ${domainName} already exists for app ${appId}.`)
    if (taken)
      throw badRequest('One or more of the CNAMEs you provided are already associated with a different resource.')
    if (domainsOf(call.tx, appId).length >= MAX_DOMAINS)
      throw limitExceeded('You have reached the maximum number of domains for this app.')
    const certificate = certificateSettings && {
      type: certificateSettings.type,
      customCertificateArn: certificateSettings.customCertificateArn,
    }
    const domain: Domain = {
      appId,
      domainName,
      createdAt: call.now,
      subDomains: subDomainSettings,
      certificate,
      enableAutoSubDomain: input.enableAutoSubDomain ?? false,
      random: lowerAlnum(32),
    }
    domains.put(call.tx, [appId, domainName], domain)
    return {domainAssociation: shapeOf(domain, call)}
  },
}

/** What is not sent stays. */
const UpdateDomainAssociation: Operation<sdk.UpdateDomainAssociationCommandInput, sdk.UpdateDomainAssociationResult> = {
  resource: onDomain,
  run(input, call) {
    const before = requireDomain(input, call)
    const {
      subDomainSettings = before.subDomains,
      certificateSettings,
      enableAutoSubDomain = before.enableAutoSubDomain,
    } = input
    checkSubDomains(before.appId, subDomainSettings, call)
    const certificate = certificateSettings
      ? {type: certificateSettings.type, customCertificateArn: certificateSettings.customCertificateArn}
      : before.certificate
    const after = {...before, subDomains: subDomainSettings, certificate, enableAutoSubDomain}
    domains.put(call.tx, [before.appId, before.domainName], after)
    return {domainAssociation: shapeOf(after, call)}
  },
}

const GetDomainAssociation: Operation<sdk.GetDomainAssociationCommandInput, sdk.GetDomainAssociationResult> = {
  resource: onDomain,
  run: (input, call) => ({domainAssociation: shapeOf(requireDomain(input, call), call)}),
}

const ListDomainAssociations: Operation<sdk.ListDomainAssociationsCommandInput, sdk.ListDomainAssociationsResult> = {
  resource: onApp,
  run({appId, nextToken: token, maxResults: limit}, call) {
    const all = domainsOf(call.tx, requireAppOrBad({appId}, call).appId)
    const paging = {
      key: ({domainName}: Domain) => domainName,
      token,
      limit: limit || 50,
      badToken: 'BadRequestException',
    }
    const {items, next} = page(all, paging, call)
    return {domainAssociations: items.map((domain) => shapeOf(domain, call)), nextToken: next}
  },
}

const DeleteDomainAssociation: Operation<sdk.DeleteDomainAssociationCommandInput, sdk.DeleteDomainAssociationResult> = {
  resource: onDomain,
  run(input, call) {
    const domain = requireDomain(input, call)
    domains.delete(call.tx, [domain.appId, domain.domainName])
    return {domainAssociation: shapeOf(domain, call)}
  },
}

export const domainOperations = {
  CreateDomainAssociation,
  UpdateDomainAssociation,
  GetDomainAssociation,
  ListDomainAssociations,
  DeleteDomainAssociation,
} satisfies Operations<typeof sdk>

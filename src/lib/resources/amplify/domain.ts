import {
  CreateDomainAssociationCommand,
  DeleteDomainAssociationCommand,
  GetDomainAssociationCommand,
  UpdateDomainAssociationCommand,
  type DomainAssociation,
} from '@aws-sdk/client-amplify'
import {absentWhen} from '../../aws/calls/absent.js'
import {compare, type Context, type Resource} from '../../base/resource.js'
import {requireKept} from '../kept.js'
import {present} from '../present.js'

/** A domain of one's own, whose top leads to a branch of an app. */
export interface HostingDomainDesired {
  readonly appId: string
  /** `app.acme.dev`, ≤64 characters. One domain can be at one app only, in all of AWS. */
  readonly domain: string
  readonly branch: string
}

/** The id is the domain. Its DNS records are nobody's setting: `deployments list` shows them. */
export interface HostingDomainActual extends HostingDomainDesired {
  readonly id: string
}

/** AWS waits for DNS records that people make elsewhere, for days at most: nobody here waits with it. */
export const hostingDomain: Resource<HostingDomainDesired, HostingDomainActual, 'appId' | 'domain'> = {
  kind: 'hosting-domain',
  actions: [
    'amplify:GetDomainAssociation',
    'amplify:CreateDomainAssociation',
    'amplify:UpdateDomainAssociation',
    'amplify:DeleteDomainAssociation',
  ],
  key: ['appId', 'domain'],
  diff: compare<HostingDomainDesired>({appId: 'replace', domain: 'replace', branch: 'update'}),

  async read({appId, domain}, id, context) {
    const found = await getDomain(appId, id ?? domain, context)
    return found && toActual(appId, found)
  },

  async create({appId, domain, branch}, {aws}) {
    const answer = await aws.amplify.send(
      new CreateDomainAssociationCommand({appId, domainName: domain, subDomainSettings: [topOf(branch)]}),
    )
    return toActual(appId, present(answer.domainAssociation, 'domainAssociation'))
  },

  // Other subdomains stay: only the top is ours.
  async update(desired, {id, appId}, context) {
    const before = present(await getDomain(appId, id, context), 'domainAssociation')
    const others = settingsIn(before).filter(({prefix}) => prefix !== '')
    await context.aws.amplify.send(
      new UpdateDomainAssociationCommand({
        appId,
        domainName: id,
        subDomainSettings: [topOf(desired.branch), ...others],
      }),
    )
    const after = toActual(appId, present(await getDomain(appId, id, context), 'domainAssociation'))
    requireKept(`domain ${id}`, hostingDomain.diff(desired, after))
    return after
  },

  async delete({id, appId}, {aws}) {
    await absentWhen('NotFoundException', () =>
      aws.amplify.send(new DeleteDomainAssociationCommand({appId, domainName: id})),
    )
  },
}

const topOf = (branchName: string) => ({prefix: '', branchName})

async function getDomain(appId: string, domainName: string, {aws}: Context): Promise<DomainAssociation | undefined> {
  const answer = await absentWhen('NotFoundException', () =>
    aws.amplify.send(new GetDomainAssociationCommand({appId, domainName})),
  )
  return answer && present(answer.domainAssociation, 'domainAssociation')
}

const settingsIn = ({subDomains = []}: DomainAssociation) =>
  subDomains.map(({subDomainSetting}) => ({
    prefix: subDomainSetting?.prefix ?? '',
    branchName: subDomainSetting?.branchName ?? '',
  }))

function toActual(appId: string, found: DomainAssociation): HostingDomainActual {
  const domain = present(found.domainName, 'domainName')
  const top = settingsIn(found).find(({prefix}) => prefix === '')
  return {id: domain, appId, domain, branch: top?.branchName ?? ''}
}

import {
  GetAppCommand,
  GetBranchCommand,
  GetDomainAssociationCommand,
  type DomainAssociation,
} from '@aws-sdk/client-amplify'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {ConflictError, UsageError} from '../../../base/errors.js'
import {hostingAddress, hostingBranchAddress} from '../../../manifest/desired/hosting.js'
import type {Hosting} from '../../../manifest/hosting.js'
import {DEFAULT_ENDPOINT} from '../../../outputs/content/facts.js'
import {ownerIn, requireOwn} from '../../../project/ownership.js'
import {requireEnvironment, type Project} from '../../../project/project.js'
import type {Session} from '../../../project/session.js'
import {requireIds} from '../environments.js'

/** The hosted site of an environment, as AWS has it now. */
export interface Hosted {
  readonly clients: Clients
  readonly environment: string
  readonly appId: string
  readonly branch: string
  /** `<app id>.amplifyapp.com` */
  readonly domain: string
  /** The job that is live; `undefined`: nothing was deployed yet. */
  readonly live: string | undefined
}

/** Where a site can be opened, and what its own domain needs. */
export interface SiteAddresses {
  /** `https://dev.d1a2b3c4d5e6f7.amplifyapp.com`; in the sandbox where `awsup sandbox serve` serves it. */
  readonly url: string
  readonly domain?: CustomDomain
}

/** A domain of one's own. */
export interface CustomDomain {
  readonly name: string
  /** AWS's word: `PENDING_VERIFICATION`, `AVAILABLE`, … */
  readonly status: string
  /** Why, where AWS says so. */
  readonly reason?: string
  /** What has to be in the DNS of the domain; none where AWS does not know them yet. */
  readonly records: readonly DnsRecord[]
}

export interface DnsRecord {
  readonly name: string
  readonly type: string
  readonly value: string
}

/** What awsup.yaml says of hosting, and that the environment exists. Throws UsageError. */
export function requireHosting(project: Project, environment: string): Hosting {
  requireEnvironment(project, environment)
  const {hosting} = project.manifest
  if (hosting) return hosting
  throw new UsageError('awsup.yaml hosts no site', {
    code: 'NO_HOSTING',
    hint: 'Add the key hosting, for example hosting: { folder: dist }, then run awsup apply. More: docs/guide/hosting.md',
  })
}

/**
 * The site of an environment, whose app and branch have to be the environment's by their own tags: a record may be another
 * one's. Throws ConflictError `NOT_MADE`, `GONE` and `WRONG_ENVIRONMENT`.
 */
export async function openHosted({project, engine}: Session, environment: string): Promise<Hosted> {
  const {accountId, region} = requireIds(project, environment)
  const records = await engine.records.list()
  const find = (address: string): string | undefined => records.find((one) => one.address === address)?.id
  const appId = find(hostingAddress(environment))
  const branch = find(hostingBranchAddress(environment))
  if (appId === undefined || branch === undefined) throw notMade(environment)
  const clients = await engine.open(accountId, region)
  const found = await absentWhen('NotFoundException', async () => ({
    app: (await clients.amplify.send(new GetAppCommand({appId}))).app,
    branch: (await clients.amplify.send(new GetBranchCommand({appId, branchName: branch}))).branch,
  }))
  if (!found) throw gone(environment, appId)
  const owner = {
    ...ownerIn(project, environment),
    fix: `If it is the right app, awsup apply --env ${environment} tags it.`,
  }
  requireOwn(`hosting app ${appId}`, found.app?.tags, owner)
  requireOwn(`hosting branch ${branch}`, found.branch?.tags, owner)
  const live = found.branch?.activeJobId
  return {
    clients,
    environment,
    appId,
    branch,
    domain: found.app?.defaultDomain ?? '',
    live: live === undefined || live === '' || Number(live) === 0 ? undefined : live,
  }
}

/** Where the site can be opened. */
export async function readAddresses(project: Project, hosted: Hosted): Promise<SiteAddresses> {
  const {branch, domain, environment} = hosted
  const own = project.manifest.hosting?.environments.get(environment)?.domain
  const association = own === undefined ? undefined : await readDomain(hosted, own)
  const url = project.target === 'aws' ? `https://${branch}.${domain}` : sandboxUrl(project, hosted)
  return {url, ...(association && {domain: association})}
}

/** Where `awsup sandbox serve` serves it: at the port that outputs name, else at its usual one. */
function sandboxUrl({manifest}: Project, {branch, appId}: Hosted): string {
  const named = manifest.outputs.map((output) => ('endpoint' in output ? output.endpoint : undefined))
  const {port} = new URL(named.find((one) => one !== undefined) ?? DEFAULT_ENDPOINT)
  return `http://${branch}.${appId}.localhost${port === '' ? '' : `:${port}`}`
}

async function readDomain({clients, appId}: Hosted, domainName: string): Promise<CustomDomain | undefined> {
  const answer = await absentWhen('NotFoundException', () =>
    clients.amplify.send(new GetDomainAssociationCommand({appId, domainName})),
  )
  const found = answer?.domainAssociation
  if (!found) return undefined
  const {domainStatus = '', statusReason = ''} = found
  return {
    name: domainName,
    status: domainStatus,
    ...(statusReason !== '' && {reason: statusReason}),
    records: recordsOf(found, domainName),
  }
}

/** `<name> CNAME <value>`, as Amplify writes records; the name of the top is empty, and `<pending>` is no value yet. */
function recordsOf(
  {certificateVerificationDNSRecord, subDomains = []}: DomainAssociation,
  domain: string,
): DnsRecord[] {
  return [certificateVerificationDNSRecord, ...subDomains.map(({dnsRecord}) => dnsRecord)].flatMap((text = '') => {
    const [, name = '', type = '', value = ''] = /^\s*(\S*)\s+(CNAME|ANAME|ALIAS|A)\s+(\S+)\s*$/.exec(text) ?? []
    if (value === '' || value.startsWith('<')) return []
    const full = name === '' || name === '@' ? domain : name.replace(/\.$/, '')
    return [{name: full === domain || full.endsWith(`.${domain}`) ? full : `${full}.${domain}`, type, value}]
  })
}

const notMade = (environment: string): ConflictError =>
  new ConflictError(`the site of ${environment} is not made yet`, {
    code: 'NOT_MADE',
    hint: `Make its app first: awsup apply --env ${environment}`,
    details: {environment},
  })

const gone = (environment: string, appId: string): ConflictError =>
  new ConflictError(
    `hosting app ${appId} is on record as that of ${environment}, and its account has no such app or branch`,
    {
      code: 'GONE',
      hint: `Make it again: awsup apply --env ${environment}; or look for it: awsup refresh --env ${environment}`,
      details: {environment, appId},
    },
  )

import {ConflictError} from '../../base/errors.js'
import {keyText} from '../../export/record.js'
import type {FolderPlace} from '../../export/terraform/folder.js'
import {partitionOf} from '../../manifest/desired/places.js'
import type {Manifest} from '../../manifest/manifest.js'
import type {Project} from '../../project/project.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import type {Session} from '../../project/session.js'

/** What goes into one folder. */
export interface Share {
  readonly folder: string
  /** Absent in those of the organization and of IAM Identity Center. */
  readonly environment: string | undefined
  readonly records: readonly Recorded[]
  /** The account of the environment. */
  readonly account: Recorded | undefined
}

/** What is in IAM Identity Center is in its region, whatever environment it is about. */
const CENTER = 'identity-center'

const isOfCenter = ({kind}: Recorded): boolean => kind === CENTER || kind.startsWith('permission-set')

/** The organization's folder, with all accounts, one for IAM Identity Center, and one for each environment. Pure. */
export function shares(records: readonly Recorded[], environments: readonly string[]): readonly Share[] {
  const own = environments.map((environment) => ({
    folder: `environments/${environment}`,
    environment,
    records: records.filter(
      (recorded) =>
        environmentOf(recorded.address) === environment && !isShared(recorded.address) && !isOfCenter(recorded),
    ),
    account: records.find(({address}) => address === `${environment}.account`),
  }))
  const shared = records.filter((recorded) => isShared(recorded.address) && !isOfCenter(recorded))
  const center = records.filter(
    (recorded) =>
      isOfCenter(recorded) && environments.includes(environmentOf(recorded.address) ?? environments[0] ?? ''),
  )
  const ofNone = {environment: undefined, account: undefined}
  return [
    {folder: 'organization', records: shared, ...ofNone},
    ...(center.length === 0 ? [] : [{folder: CENTER, records: center, ...ofNone}]),
    ...own,
  ]
}

/** Accounts are of environments and of the organization, which has to know all of them. */
function isShared(address: string): boolean {
  const environment = environmentOf(address)
  return environment === undefined || address === `${environment}.account`
}

/**
 * The environments to export: those that are named, else all of awsup.yaml and on record. Throws ConflictError `NOT_MADE`
 * where awsup.yaml asks for something in them that is not on record.
 */
export function requireRecorded(
  {project, nodes}: Session,
  records: readonly Recorded[],
  names: readonly string[] | undefined,
): readonly string[] {
  const all = [...project.manifest.environments.keys(), ...records.flatMap(({address}) => environmentOf(address) ?? [])]
  const chosen = [...new Set(names ?? all)]
  const made = new Set(records.map(({address}) => address))
  const missing = nodes
    .filter(({address, environment = ''}) => isShared(address) || chosen.includes(environment))
    .flatMap(({address}) => (made.has(address) ? [] : [address]))
  const [first, ...more] = missing
  if (first === undefined) return chosen
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  throw new ConflictError(`${first}${others} is in awsup.yaml and not on record`, {
    code: 'NOT_MADE',
    hint: 'Make it first: awsup apply. Where it is on AWS already: awsup refresh.',
    details: {addresses: missing},
  })
}

/** Where Terraform works for a share, and what its reader should know. Pure. */
export function placeOf(
  {folder, environment, records, account}: Share,
  {manifest, target}: Pick<Project, 'manifest' | 'target'>,
): FolderPlace {
  const [first] = records
  const isCenter = folder === CENTER
  // A region is switched on from elsewhere.
  const home = (records.find(({kind}) => kind !== 'region') ?? first)?.region ?? 'us-east-1'
  const region = isCenter && first ? keyText(first, 'region') : home
  const role = account && roleOf(account, manifest)
  return {
    accountId: first?.accountId ?? '',
    region,
    role: role === undefined ? undefined : `arn:${partitionOf(region)}:iam::${account?.id ?? ''}:role/${role}`,
    about: [
      isCenter
        ? `Permission sets of ${manifest.project} in IAM Identity Center, and who has them.`
        : environment === undefined
          ? `The organization of ${manifest.project}, with the accounts of its environments.`
          : `The environment ${environment} of ${manifest.project}.`,
      ...(target === 'sandbox'
        ? ['It is in the sandbox: plan against "awsup sandbox serve", with the variables that it prints.']
        : []),
    ],
  }
}

/** The role that awsup enters an account by; none where its own credentials are the account's. */
function roleOf({kind, id, accountId, address, key}: Recorded, {environments}: Manifest): string | undefined {
  if (kind === 'account') return keyText({address, key}, 'roleName')
  const named = environments.get(environmentOf(address) ?? '')?.account?.role
  return id === accountId ? undefined : (named ?? 'OrganizationAccountAccessRole')
}

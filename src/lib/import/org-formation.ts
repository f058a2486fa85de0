import {openReferences, type References} from './org-references.js'
import {openYaml, type YamlPart} from './yaml-part.js'

/** An account as a file of org-formation describes it; what the file leaves out is `undefined`. */
export interface FileAccount {
  readonly logicalId: string
  /** Twelve digits. */
  readonly accountId: string | undefined
  readonly name: string | undefined
  readonly email: string | undefined
  readonly alias: string | undefined
  /** The role to enter the account by, where it is not AWS's own. */
  readonly role: string | undefined
  /** `organization.yml:12` */
  readonly from: string
}

/** What such a file says of accounts. */
export interface FoundOrganization {
  readonly accounts: readonly FileAccount[]
  /** Management accounts that it names, usually one. */
  readonly masters: readonly FileAccount[]
}

/** AWS's own role in accounts that Organizations makes. */
const USUAL_ROLE = 'OrganizationAccountAccessRole'

/**
 * The accounts of a file of org-formation (YAML, or the same as JSON). Pure: tags such as `!Ref` are read as words, and
 * followed within the file alone. Source: org-formation, docs/organization-resources.md. Throws UsageError with line and
 * column where it is not YAML, or where an id, an address or a role that is needed cannot be resolved.
 */
export function readOrgFormation(file: string, text: string): FoundOrganization {
  const root = openYaml(file, text)
  const section = root.at('Organization')
  if (!section?.isMap) {
    throw (section ?? root).refuse(
      section?.tag === undefined ? 'has no section Organization' : `is ${section.tag} ${section.text ?? ''}`.trimEnd(),
      'Name the file of org-formation that has the accounts: its section Organization, with resources of Type OC::ORG::Account.',
    )
  }
  const references = openReferences(root, section)
  const role = defaultRole(section, references)
  const ofType = (type: string, read: typeof readAccount): readonly FileAccount[] =>
    section
      .entries()
      .filter(([, part]) => part.at('Type')?.text === type)
      .map(([logicalId, part]) => read(logicalId, part, {references, role}))
  return {accounts: ofType('OC::ORG::Account', readAccount), masters: ofType('OC::ORG::MasterAccount', readMaster)}
}

/** Of the organization as a whole; the one for deployments comes first, for awsup is a deployment. */
function defaultRole(section: YamlPart, references: References): string | undefined {
  const roots = section.entries().filter(([, part]) => part.at('Type')?.text === 'OC::ORG::OrganizationRoot')
  const named = ['DefaultBuildAccessRoleName', 'DefaultOrganizationAccessRoleName'].flatMap((key) =>
    roots.flatMap(([, part]) => part.at('Properties')?.at(key) ?? []),
  )
  return named[0] && roleIn(named[0], references)
}

interface Around {
  readonly references: References
  readonly role: string | undefined
}

/** Only told of: nothing of it is needed. */
function readMaster(logicalId: string, resource: YamlPart, {references}: Around): FileAccount {
  const {accountId, name, email, alias} = textsOf(resource, (part) => references.resolve(part))
  return {logicalId, accountId, name, email, alias, role: undefined, from: resource.from}
}

function readAccount(logicalId: string, resource: YamlPart, {references, role}: Around): FileAccount {
  const properties = resource.at('Properties')
  const shown = textsOf(resource, (part) => references.resolve(part))
  const needed = (key: string): string | undefined => {
    const found = properties?.at(key)
    return found && references.need(found)
  }
  const accountId = needed('AccountId')
  if (accountId !== undefined && !/^\d{12}$/.test(accountId)) {
    throw (properties?.at('AccountId') ?? resource).refuse(`is ${JSON.stringify(accountId)}, must be twelve digits`)
  }
  const email = accountId === undefined ? needed('RootEmail') : shown.email
  if (accountId === undefined && email === undefined)
    throw resource.refuse('has neither AccountId nor RootEmail', 'Add one of them: it says which account is meant.')
  const own = properties?.at('OrganizationAccessRoleName')
  const ownRole = own ? roleIn(own, references) : role
  return {
    ...shown,
    logicalId,
    accountId,
    email,
    role: ownRole === USUAL_ROLE ? undefined : ownRole,
    from: resource.from,
  }
}

function textsOf(resource: YamlPart, read: (part: YamlPart) => string | undefined) {
  const text = (key: string): string | undefined => {
    const found = resource.at('Properties')?.at(key)
    return found && read(found)
  }
  return {accountId: text('AccountId'), name: text('AccountName'), email: text('RootEmail'), alias: text('Alias')}
}

/** IAM's own rule for names of roles. */
function roleIn(part: YamlPart, references: References): string | undefined {
  const role = references.need(part)
  if (role !== undefined && !/^[\w+=,.@-]{1,64}$/.test(role))
    throw part.refuse(`is ${JSON.stringify(role)}, must be the name of a role`)
  return role
}

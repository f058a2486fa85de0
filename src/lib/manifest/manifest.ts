import type {AccessRules} from '../access/rules.js'
import type {Output} from '../outputs/output.js'
import type {Deployer} from '../access/team/deployer.js'
import type {TeamRole} from '../access/team/role.js'
import type {UserPoolDesired} from '../resources/cognito/user-pool/desired.js'
import type {Data} from './data.js'
import type {Hosting} from './hosting.js'
import type {AppClient, Domain, Provider, ResourceServer} from './auth-clients.js'

/** awsup.yaml, checked and with every default filled in. Plain data. */
export interface Manifest {
  readonly version: 1
  /** Lower-case letters, digits and hyphens, 2–24 characters: it begins every name that awsup gives. */
  readonly project: string
  readonly target: 'aws' | 'sandbox' | undefined
  /** `undefined` where every environment lives in an account that already exists. */
  readonly organization: OrganizationSettings | undefined
  /** In the order of the file. */
  readonly environments: ReadonlyMap<string, Environment>
  readonly access: AccessRules
  /** Tables and buckets that are made in every environment. */
  readonly data: Data
  /** IAM groups that users may be put in: name → ARNs of managed policies. Built in: admins, developers, viewers. */
  readonly userGroups: ReadonlyMap<string, readonly string[]>
  readonly users: ReadonlyMap<string, IamUser>
  /** What people may assume in the accounts of environments, by name: those that are written, and ready-made ones that are used. */
  readonly roles: ReadonlyMap<string, TeamRole>
  /** Where people sign in: at IAM Identity Center; `undefined`: as IAM users of the account of the organization. */
  readonly identityCenter: IdentityCenter | undefined
  /** Machines that work in environments' accounts with tokens instead of keys. */
  readonly deployers: ReadonlyMap<string, Deployer>
  readonly outputs: readonly Output[]
  /** The site that is hosted in every environment; `undefined`: none is. */
  readonly hosting: Hosting | undefined
  /** Where the records are kept; `undefined`: in files below .awsup/. */
  readonly records: RecordsPlace | undefined
  readonly sandbox: SandboxSettings
}

/** What is for the embedded sandbox alone. */
export interface SandboxSettings {
  /** By the name in awsup.yaml, in the order of the file. */
  readonly functions: ReadonlyMap<string, SandboxFunction>
}

/** A function that the sandbox runs. */
export interface SandboxFunction {
  /** What Lambda calls it; `{env}` and `{project}` are to be replaced, here and in `environment`. */
  readonly name: string
  readonly runs: {readonly handler: string} | {readonly command: readonly [string, ...string[]]}
  /** Seconds. */
  readonly timeout: number
  /** MB. */
  readonly memory: number
  readonly environment: ReadonlyMap<string, string>
  readonly aliases: readonly string[]
  /** Name of a role that trusts Lambda; the sandbox's own when absent. */
  readonly role: string | undefined
}

/** An IAM user of environments' accounts, or a person in the account of the organization who assumes roles. */
export interface IamUser {
  readonly environments: readonly string[]
  readonly groups: readonly string[]
  /** Works with an access key alone: it has what its groups allow without MFA, and no password. */
  readonly machine: boolean
  /** Environment → role, of a person: who is in no environment's account then. */
  readonly roles?: ReadonlyMap<string, string>
  /** User name in IAM Identity Center; absent: the name in awsup.yaml. */
  readonly userName?: string
  /** A group of IAM Identity Center, by its display name: the entry stands for all its members. */
  readonly group?: string
}

/** IAM Identity Center of the organization, which signs people in. */
export interface IdentityCenter {
  /** Where it is switched on; `undefined`: it is looked for. */
  readonly region: string | undefined
  /** The portal's address; `undefined`: by the id of the identity store, where that has such an address. */
  readonly startUrl: string | undefined
  /** What names of permission sets begin with; `undefined`: the project. */
  readonly prefix: string | undefined
}

export interface OrganizationSettings {
  /** Address of every account that is made for an environment; `{env}` and `{project}` are replaced. */
  readonly email: string
  readonly guardrails: readonly Guardrail[]
}

/** `s3://bucket/prefix`; the prefix has no slash at either end and may be empty. */
export interface RecordsPlace {
  readonly bucket: string
  readonly prefix: string
}

export type Guardrail = 'deny-leave-organization' | 'deny-root-user'

export interface Environment {
  readonly name: string
  readonly region: string
  /** `destroy` refuses it. */
  readonly protected: boolean
  /** Of the account that is made for it, expanded; `undefined` where it lives in one that already exists. */
  readonly email: string | undefined
  /** The account that already exists; `undefined`: one is made. */
  readonly account: ExistingAccount | undefined
  /** `auth` of the manifest with this environment's own on top. */
  readonly auth: Auth
  /** What applications are told beside ids: names of tables, buckets…; expanded. */
  readonly values: ReadonlyMap<string, string>
}

/** An account that awsup neither makes, moves nor puts under guardrails. */
export interface ExistingAccount {
  /** Twelve digits, or the account whose credentials awsup works with. */
  readonly id: string
  /** The role that is entered by; AWS's own, `OrganizationAccountAccessRole`, where none is named. */
  readonly role: string | undefined
}

/**
 * What people set for the user pool; what is `undefined` stays as it is on AWS. Triggers are names of functions in the
 * environment's account, or ARNs.
 */
export type PoolSettings = Omit<UserPoolDesired, 'name' | 'deletionProtection' | 'tagged'>

export interface Auth extends PoolSettings {
  /** What Cognito calls the user pool; `undefined`: after project and environment. */
  readonly userPoolName: string | undefined
  readonly clients: ReadonlyMap<string, AppClient>
  readonly groups: ReadonlyMap<
    string,
    {readonly precedence?: number | undefined; readonly description?: string | undefined}
  >
  readonly resourceServers: ReadonlyMap<string, ResourceServer>
  readonly domain: Domain | undefined
  /** The newer sign-in pages, with Cognito's own style; `undefined` is left as it is on AWS. */
  readonly managedLogin: boolean | undefined
  readonly providers: ReadonlyMap<string, Provider>
  readonly guests: boolean
  readonly identityPool: IdentityPoolSettings
}

/** How an identity pool makes identities and picks their roles. */
export interface IdentityPoolSettings {
  /** What Cognito calls it; `undefined`: after project and environment. */
  readonly name: string | undefined
  /** Roles that already exist, by name (a path before it), instead of those that access rules make. */
  readonly roles: {readonly authenticated?: string | undefined; readonly guests?: string | undefined}
  /** Whether signed-out and deleted users are refused at once. */
  readonly serverSideTokenCheck: boolean
  /** Whether identities may pick a role themselves (GetOpenIdToken and AssumeRoleWithWebIdentity); `undefined`: no. */
  readonly classicFlow: boolean | undefined
  /** Ids of app clients that awsup.yaml does not describe, and whose users keep their credentials. */
  readonly otherClients: readonly string[]
  /** `undefined`: by token as soon as a group has a role. */
  readonly roleMapping: 'token' | readonly MappingRule[] | undefined
  /** What those get for whom no role is picked. */
  readonly ambiguous: 'authenticated' | 'deny'
  /** Session tag → claim of the ID token; access rules add the claims that they need. */
  readonly principalTags: ReadonlyMap<string, string>
}

/** Who has this claim gets a group's role, or a role of the account by name. The first that matches wins. */
export interface MappingRule {
  /** Name of an app client; absent: all of them. */
  readonly client: string | undefined
  readonly claim: string
  readonly match: 'Equals' | 'Contains' | 'StartsWith' | 'NotEqual'
  readonly value: string
  readonly gets: {readonly group: string} | {readonly role: string}
}

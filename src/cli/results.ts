import type {Shell} from './complete/scripts/scripts.js'
import type {
  AccessTest,
  Applied,
  AuthDiff,
  AuthShown,
  ClientSecret,
  ConsoleLink,
  Created,
  CredentialProcess,
  Deployed,
  Deployments,
  Diagnosis,
  EnvironmentDetails,
  EnvironmentDiff,
  EnvironmentRemoved,
  EnvironmentSummary,
  ExplainedAccess,
  ExplainedDecision,
  Identity,
  Imported,
  Initialized,
  InitPreview,
  LoggedIn,
  LoggedOut,
  Kept,
  Drift,
  OperatorPolicy,
  OrganizationImported,
  OrganizationTree,
  PlanDescription,
  PoolUser,
  ProfilesSynced,
  RecordsMoved,
  Refreshed,
  RolledBack,
  RotatedKey,
  SandboxStatus,
  SecretRotation,
  ShownAccess,
  Status,
  Switched,
  TerraformExport,
  Unlocked,
  UserDisabled,
  UserEnabled,
  UserKeys,
  UserReset,
  UserSecrets,
  UserSummary,
  WorkflowWritten,
} from '../lib/index.js'

/**
 * What `--json` answers under `result`, command by command. This is a promise to programs: `schemas/results.json` is
 * made of it (`npm run schemas`), and the changelog names every change.
 */
export interface Results {
  readonly new: Created
  readonly 'org init': Initialized | InitPreview
  readonly 'org show': OrganizationTree
  readonly 'env list': readonly EnvironmentSummary[]
  readonly 'env current': EnvironmentSummary
  readonly 'env show': EnvironmentDetails
  readonly 'env switch': Switched
  readonly 'env add': {readonly environment: EnvironmentDetails; readonly changes: Applied}
  readonly 'env remove': EnvironmentRemoved
  readonly 'env diff': EnvironmentDiff
  readonly 'env doctor': Diagnosis
  readonly 'user create': UserCreated
  readonly 'user list': readonly UserSummary[] | readonly PoolUser[]
  readonly 'user delete': UserDeleted
  readonly 'user keys list': readonly UserKeys[]
  readonly 'user keys rotate': KeysRotated
  readonly 'user disable': UserDisabled
  readonly 'user enable': UserEnabled
  readonly 'user reset': UserReset
  readonly onboard: Onboarded
  readonly 'auth show': readonly AuthShown[]
  readonly 'auth diff': AuthDiff
  readonly 'auth attribute add': {
    readonly attribute: string
    readonly environments: readonly string[]
    readonly changes: Applied
  }
  readonly 'auth client rotate-secret': SecretRotation
  readonly 'auth client secret': ClientSecret
  readonly 'import pool': Imported
  readonly 'import table': Imported
  readonly 'import bucket': Imported
  readonly 'import terraform': Imported
  readonly 'import amplify': Imported
  readonly 'import organization': OrganizationImported
  readonly 'profiles sync': ProfilesSynced
  readonly 'ci github': WorkflowWritten
  /** `file`: where --out saved it. */
  readonly plan: PlanDescription & {readonly file?: string}
  readonly apply: Applied
  readonly destroy: Applied
  readonly status: Status
  readonly refresh: Refreshed
  readonly drift: Drift
  readonly unlock: Unlocked
  /** The child's own code. */
  readonly exec: {readonly exitCode: number}
  /** The shell's own code. */
  readonly shell: {readonly exitCode: number}
  /** Anyone who has `url` can sign in with it until `validUntil`: keep it out of logs. */
  readonly console: ConsoleLink
  readonly credentials: CredentialProcess
  readonly login: LoggedIn
  readonly logout: LoggedOut
  readonly whoami: Identity
  readonly permissions: OperatorPolicy
  readonly 'access show': ShownAccess
  readonly 'access explain': ExplainedAccess | ExplainedDecision
  readonly 'access test': {readonly tests: readonly AccessTest[]}
  readonly 'export terraform': TerraformExport
  readonly 'records push': RecordsMoved
  readonly 'records pull': RecordsMoved
  readonly deploy: Deployed
  readonly 'deployments list': Deployments
  readonly 'deployments rollback': RolledBack
  readonly 'sandbox serve': {readonly endpoint: string}
  readonly 'sandbox status': SandboxStatus
  readonly completion: CompletionShown
  readonly 'sandbox reset': {readonly folder: string; readonly existed: boolean}
}

interface UserCreated {
  readonly user: string
  readonly environments: readonly string[]
  readonly changes?: Applied
  /** Shown this once; absent when they went into a file. */
  readonly secrets?: readonly UserSecrets[]
  readonly secretsFile?: string
  readonly poolUsers?: readonly PoolUser[]
  /** Of a person with roles: what to do first, as a text to send; there is no secret in it. */
  readonly nextSteps?: string
}

interface Onboarded {
  readonly people: readonly {
    readonly name: string
    /** Environment → role, as the file has them. */
    readonly roles: Readonly<Record<string, string>>
    /** Whether the person is made by this run, or was by one that did not end. */
    readonly isNew: boolean
    /** What a new person does first, as a text to send; there is no secret in it. */
    readonly nextSteps?: string
  }[]
  readonly kept: Kept
  readonly changes?: Applied
  /** Shown only once; absent when they went into a file. */
  readonly secrets?: readonly UserSecrets[]
  readonly secretsFile?: string
  readonly dryRun?: true
  /** With --dry-run: the edit of awsup.yaml as a unified diff, empty where there is none. */
  readonly edit?: string
  readonly plan?: PlanDescription
}

interface UserDeleted {
  readonly user: string
  readonly environments: readonly string[]
  readonly changes?: Applied
}

interface KeysRotated {
  readonly user: string
  /** Where the key was rotated. */
  readonly keys: readonly RotatedKey[]
  /** Of the new keys. Shown only once; absent when they went into a file, or none was made. */
  readonly secrets?: readonly UserSecrets[]
  readonly secretsFile?: string
}

interface CompletionShown {
  /** Of the shell that was asked for; absent where none was. */
  readonly script?: string
  /** How the scripts are installed: lines of a shell. */
  readonly install: readonly {readonly shell: Shell; readonly lines: readonly string[]}[]
}

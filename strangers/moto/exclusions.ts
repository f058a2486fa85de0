/** Something that moto does not do as AWS does, in the way of what the run of awsup shows. */
export interface Exclusion {
  readonly name: string
  /** What moto did when it was asked. */
  readonly moto: string
  readonly aws: string
  /** Where AWS says so. */
  readonly source: string
  /** The test of the sandbox that shows there what moto cannot: file, and title. */
  readonly covered: readonly [string, string]
}

/**
 * All of it: nothing else is kept from the run. Each has either a fix (fixes.ts), by which the proxy answers as AWS
 * does, or a probe (probes.ts), which asks moto; and one that finds nothing to fix, or moto right, fails the run.
 */
export const EXCLUSIONS = [
  {
    name: 'no identity pool roles',
    moto: 'does not know SetIdentityPoolRoles and GetIdentityPoolRoles: 500',
    aws: 'keeps roles and mappings, which every call replaces as a whole',
    source: 'API reference of Amazon Cognito identity pools, SetIdentityPoolRoles and GetIdentityPoolRoles',
    covered: [
      'test/sandbox/services/cognito-identity/pools.test.ts',
      'setting roles replaces roles and mappings as a whole',
    ],
  },
  {
    name: 'UpdateUserPool forgets what is permanent',
    moto: 'takes UsernameAttributes and UsernameConfiguration, which UpdateUserPool cannot send, for left out: gone',
    aws: 'they are set when a pool is made, and stay',
    source: 'Developer guide of Amazon Cognito, "Updating user pool and app client configuration"',
    covered: [
      'test/sandbox/services/cognito-idp/pools.test.ts',
      'an update keeps the name and tags unless it sends them, the immutables, the schema, and the SMS configuration',
    ],
  },
  {
    name: 'no passwords for single services',
    moto: 'does not know ListServiceSpecificCredentials: 500',
    aws: 'lists what the user has; DeleteUser is refused while there is one',
    source: 'API reference of IAM, ListServiceSpecificCredentials and DeleteUser',
    covered: [
      'test/commands/user/reruns.test.ts',
      'takes along SSH keys and passwords for single services, which stand in the way of DeleteUser',
    ],
  },
  {
    name: 'accounts at once',
    moto: 'answers CreateAccount with SUCCEEDED',
    aws: 'answers with IN_PROGRESS; the account is there some minutes later',
    source: 'API reference of AWS Organizations, CreateAccount ("works asynchronously")',
    covered: [
      'test/sandbox/services/organizations/accounts.test.ts',
      'is being made for a while, and then is there, with its role',
    ],
  },
  {
    name: 'e-mails not checked',
    moto: 'makes a second account with the same e-mail address',
    aws: 'the request ends as FAILED, EMAIL_ALREADY_EXISTS',
    source: 'API reference of AWS Organizations, CreateAccountStatus, FailureReason',
    covered: [
      'test/sandbox/services/organizations/accounts.test.ts',
      'needs an address of its own, in any case, even one that a closed account has used',
    ],
  },
  {
    name: 'trust policies ignored',
    moto: 'gives keys of a role that does not exist',
    aws: 'AccessDenied, 403',
    source: 'API reference of AWS STS, AssumeRole; IAM user guide, "Troubleshoot IAM roles"',
    covered: [
      'test/sandbox/services/sts/sts.test.ts',
      'that does not exist is refused in the same words as one that does not trust',
    ],
  },
  {
    name: 'keys not checked',
    moto: 'takes access keys that nobody was given',
    aws: 'InvalidClientTokenId, 403',
    source: 'IAM user guide, "Common errors", InvalidClientTokenId',
    covered: [
      'test/sandbox/core/sandbox.test.ts',
      'with an unknown key are refused, as are keys switched off and keys of deleted users',
    ],
  },
  {
    name: 'deletion protection ignored',
    moto: 'deletes a user pool whose DeletionProtection is ACTIVE',
    aws: 'InvalidParameterException, 400',
    source: 'Developer guide of Amazon Cognito, "User pool deletion protection"',
    covered: [
      'test/sandbox/services/cognito-idp/pools.test.ts',
      'a pool goes only without deletion protection and without a domain',
    ],
  },
] as const satisfies readonly Exclusion[]

/** How an exclusion is called. */
export type ExclusionName = (typeof EXCLUSIONS)[number]['name']

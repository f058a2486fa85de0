const WITHOUT_MFA = {BoolIfExists: {'aws:MultiFactorAuthPresent': 'false'}}

/** Those of `BEFORE_MFA` that name a user. */
const ON_A_USER = [
  'iam:ChangePassword',
  'iam:EnableMFADevice',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ResyncMFADevice',
]

/** Long-term access keys carry no word of MFA, sessions of the console and of STS always do. */
const BY_ACCESS_KEY = {Null: {'aws:MultiFactorAuthPresent': 'true'}}

/** What a user without MFA may do, so that the first password can be changed and MFA registered, in either order. */
const BEFORE_MFA = [
  'iam:ChangePassword',
  'iam:CreateVirtualMFADevice',
  'iam:EnableMFADevice',
  'iam:GetAccountPasswordPolicy',
  'iam:GetMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ListVirtualMFADevices',
  'iam:ResyncMFADevice',
  'sts:GetSessionToken',
]

/**
 * Policy of every IAM user: look after oneself, and nothing else until MFA is there. It follows AWS's "Allow
 * MFA-authenticated IAM users to manage their own credentials", but lets the first password be changed without MFA: a
 * password that must change before MFA can be registered, under a policy that wants MFA first, locks the user out.
 *
 * Deactivating a device stays behind MFA, or a stolen password would be enough to take MFA away. `BoolIfExists` also
 * stops long-term access keys, for which AWS leaves the key out: they open a session with `sts:GetSessionToken` and
 * MFA. They register no device either: a stolen key could add a second one of the thief's and become a session with
 * MFA. The first device is registered in the console, whose sessions say that there was no MFA.
 *
 * Source: IAM user guide, global condition keys, `aws:MultiFactorAuthPresent`: absent with long-term credentials, false
 * or true with temporary ones, which the console uses.
 */
export const selfServicePolicy = () => ({Version: '2012-10-17' as const, Statement: selfServiceStatements('/')})

/**
 * The same as statements, for users of a path: `/`, or one that begins and ends with a slash. `free`: what needs no MFA
 * here, since something else asks for it.
 */
export const selfServiceStatements = (path: string, free: readonly string[] = []) => {
  const own = `arn:aws:iam::*:user${path}\${aws:username}`
  return [
    {
      Sid: 'SeeAccountRules',
      Effect: 'Allow' as const,
      Action: ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices'],
      Resource: '*',
    },
    {
      Sid: 'OwnPassword',
      Effect: 'Allow' as const,
      Action: ['iam:ChangePassword', 'iam:GetUser'],
      Resource: own,
    },
    {
      Sid: 'OwnAccessKeys',
      Effect: 'Allow' as const,
      Action: [
        'iam:CreateAccessKey',
        'iam:DeleteAccessKey',
        'iam:GetAccessKeyLastUsed',
        'iam:ListAccessKeys',
        'iam:UpdateAccessKey',
      ],
      Resource: own,
    },
    {
      Sid: 'OwnVirtualDevice',
      Effect: 'Allow' as const,
      Action: ['iam:CreateVirtualMFADevice'],
      // Devices have names of their own since users may have eight.
      Resource: 'arn:aws:iam::*:mfa/*',
    },
    {
      Sid: 'OwnMfa',
      Effect: 'Allow' as const,
      Action: [
        'iam:DeactivateMFADevice',
        'iam:EnableMFADevice',
        'iam:GetMFADevice',
        'iam:ListMFADevices',
        'iam:ResyncMFADevice',
      ],
      Resource: own,
    },
    {
      Sid: 'NothingElseWithoutMfa',
      Effect: 'Deny' as const,
      NotAction: [...BEFORE_MFA, ...free],
      Resource: '*',
      Condition: WITHOUT_MFA,
    },
    {
      Sid: 'NoDeviceByAccessKey',
      Effect: 'Deny' as const,
      Action: ['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice', 'iam:ResyncMFADevice'],
      Resource: '*',
      Condition: BY_ACCESS_KEY,
    },
    {
      // What is left open above is left open for oneself: an administrator without MFA must not set up another's.
      Sid: 'NobodyElseWithoutMfa',
      Effect: 'Deny' as const,
      Action: ON_A_USER,
      NotResource: own,
      Condition: WITHOUT_MFA,
    },
  ]
}

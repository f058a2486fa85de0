import type {Acting} from './acting.js'

/** Of a shell. */
type Variables = Readonly<Record<string, string | undefined>>

/** Who somebody is on AWS, or where an SDK finds that: the variables of the SDKs, the CLI and older tools. */
const IDENTITIES: readonly RegExp[] = [
  // The SDKs and the CLI (AWS SDKs and Tools Reference, "Settings reference").
  /^AWS_(DEFAULT_)?PROFILE$/,
  /^AWS_(ACCESS_KEY|SECRET_KEY|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|ACCOUNT_ID)/,
  /^AWS_(ROLE|WEB_IDENTITY|CONTAINER|EC2_METADATA|BEARER_TOKEN|MFA|EXTERNAL_ID|IAM_ROLE|LOGIN)(_|$)/,
  /^AWS_(SHARED_)?CREDENTIALS?_/,
  // IAM Identity Center and the programs around it: AWS_SSO_START_URL, AWS_DEFAULT_SSO_REGION.
  /^AWS_(.*_)?SSO(_|$)/,
  // What aws-vault and others say about a session that they opened, and how to open their stores.
  /^AWS_VAULT(_|$)/,
  /^AWS_.*(TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|EXPIRATION)/,
  // boto 2, Amazon's EC2 tools and older libraries.
  /^(AMAZON|EC2)_(ACCESS_KEY|SECRET_KEY|SECRET_ACCESS_KEY|PRIVATE_KEY|CERT)/,
]

/** Where calls go. In the sandbox no setting of the shell may lead them elsewhere, on AWS it is the user's own. */
const PLACES = /^AWS_(ENDPOINT_URL.*|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_(FIPS|DUALSTACK)_ENDPOINT)$/

/** Windows does not tell upper case from lower case in the names of variables. */
const nameOn = (platform: NodeJS.Platform, name: string): string => (platform === 'win32' ? name.toUpperCase() : name)

/**
 * The variables of the shell without those that tell of other credentials than the environment's, and of the region.
 * Pure.
 *
 * @param isSandbox whether calls go to the sandbox: then nothing else may say where they go
 */
export function withoutIdentity(shell: Variables, isSandbox: boolean, platform = process.platform): Variables {
  const goes = (name: string): boolean =>
    IDENTITIES.some((pattern) => pattern.test(name)) ||
    /^AWS_(DEFAULT_)?REGION$/.test(name) ||
    (isSandbox && PLACES.test(name))
  return Object.fromEntries(Object.entries(shell).filter(([name]) => !goes(nameOn(platform, name))))
}

/**
 * What a child of `exec` and `shell` finds in its environment: the credentials, and in AWSUP_* whose they are. `endpoint` is
 * the sandbox's. Pure.
 */
export const childEnvironment = (
  shell: Variables,
  {environment, role, protected: isProtected, credentials}: Acting,
  endpoint: string | undefined,
): NodeJS.ProcessEnv => ({
  ...withoutIdentity(shell, endpoint !== undefined),
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
  AWS_CREDENTIAL_EXPIRATION: credentials.expiration.toISOString(),
  AWS_REGION: credentials.region,
  AWS_DEFAULT_REGION: credentials.region,
  AWSUP_ENV: environment,
  AWSUP_ACCOUNT: credentials.accountId,
  AWSUP_ROLE: role,
  AWSUP_PROTECTED: String(isProtected),
  ...(endpoint === undefined ? {} : {AWS_ENDPOINT_URL: endpoint}),
})

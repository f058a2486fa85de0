import type {Rule} from '../read/scalars.js'

/** Credentials of AWS, also of older tools, and under a prefix: `PROD_AWS_SECRET_ACCESS_KEY`. */
const OF_AWS: readonly RegExp[] = [
  /^AWS_/,
  /(^|_)(AWS_?)?(SECRET_?ACCESS_?KEY|ACCESS_?KEY(_?ID)?)$/,
  /AWS_?(SECRET_?KEY|SESSION_?TOKEN|SECURITY_?TOKEN)$/,
  /^(AMAZON|EC2)_(SECRET_KEY|PRIVATE_KEY|CERT)/,
]

/** What no identity provider gives as the secret of a client, and what other programs read a secret of their own from. */
const OF_OTHERS: readonly RegExp[] = [
  /(PASSWORD|PASSWD|PASSPHRASE)$/,
  /(^|_)(TOKEN|PAT|PASS|PWD|DSN|URL|URI|CREDENTIALS?|API_?KEY|CONNECTION_STRING|COOKIE|NETRC|KUBECONFIG)$/,
  /(^|_)SECRET_KEY(_BASE)?$/,
  /^(SSH|GPG|TF_TOKEN)_/,
  /^(ARM_CLIENT_SECRET|AZURE_CLIENT_SECRET|AZURE_STORAGE_KEY|DOCKER_AUTH_CONFIG|NPM_CONFIG_\w*AUTH|VAULT_SECRET_ID)$/,
  /^((JWT|SESSION|COOKIE|CSRF|WEBHOOK|NEXTAUTH)_SECRET|(\w+_)?(ENCRYPTION|MASTER|DEPLOY|SSH|GPG)_KEY)$/,
]

const HINT =
  'Its value would be sent to the identity provider. Put the secret that the provider gave you into a variable of its own, for example GOOGLE_SECRET.'

/**
 * A variable whose value may be sent to an identity provider. awsup.yaml may come from somebody else, and must not send
 * them what else is in the operator's shell: AWS credentials, and secrets that other programs read. Names in any case:
 * Windows does not tell them apart.
 */
export const ownSecret: Rule = (value) => {
  const name = value.toUpperCase()
  const isOneOf = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(name))
  if (isOneOf(OF_AWS)) return {must: 'not be a variable for AWS credentials', hint: HINT}
  if (isOneOf(OF_OTHERS)) return {must: 'not be a variable for a secret of another program', hint: HINT}
  return undefined
}

const HIDDEN = '***'

/** Variables of a shell whose values are secrets, whatever else they are called. */
const SECRET_VARIABLE = /(SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_KEY|API_KEY)/i
/** Of these the value is the place of a secret, or no secret. */
const NO_SECRET = /(_FILE|_URI|_PROCESS|EXPIRATION|EXPIRY|_TTL)$/i
/** Shorter values are found in ordinary words, characters. */
const SHORTEST = 12

/** What looks like a secret wherever it stands: pasted into awsup.yaml in the wrong place, or repeated by a server. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  // The password of a URL: http://user:password@proxy.
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'@]*@/gi, `$1${HIDDEN}@`],
  // Blocks of PEM.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  // JSON Web Tokens.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, HIDDEN],
  // Tokens that say by their beginning what they are: GitHub's, GitLab's, Slack's, Stripe's, npm's, Google's.
  [/\b(gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk_live_|rk_live_|npm_|GOCSPX-|AIza)[\w-]{10,}/g, HIDDEN],
  // Values of parameters that are called as secrets are, in URLs and lists of settings.
  [/\b([\w-]*(?:secret|token|password|passwd|signature|apikey|api_key)[\w-]*=)[^\s&"',;]+/gi, `$1${HIDDEN}`],
]

/** Characters of secret access keys (40) and session tokens (more), with nothing of the sort on either side. */
const KEY_LIKE = /(?<![\w/+=-])[A-Za-z0-9/+]{40,}={0,2}(?![\w/+=-])/g

/** Ids and paths have one case, or many slashes: secret access keys mix everything. */
const isKey = (text: string): boolean =>
  /[a-z]/.test(text) &&
  /[A-Z]/.test(text) &&
  /\d/.test(text) &&
  (text.length === 40 || text.length > 100) &&
  text.split('/').length <= text.length / 10 + 1

/**
 * A text without what is a secret of the user's: values of variables of the shell that hold one, and what has the shape
 * of one. For messages, which may repeat what somebody wrote into a file by mistake. Pure.
 */
export function hideSecrets(text: string, shell: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(shell)
    .filter(([name, value = '']) => isSecretVariable(name) && value.length >= SHORTEST)
    .map(([, value = '']) => value)
  const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
  const withoutShapes = SHAPES.reduce((rest, [shape, instead]) => rest.replaceAll(shape, instead), withoutKnown)
  return withoutShapes.replaceAll(KEY_LIKE, (found) => (isKey(found) ? HIDDEN : found))
}

const isSecretVariable = (name: string): boolean => SECRET_VARIABLE.test(name) && !NO_SECRET.test(name)

/** The same in every text of a JSON value; names of fields, and what is no JSON, stay. */
export function hideSecretsIn<T>(value: T, shell: Readonly<Record<string, string | undefined>>): T
export function hideSecretsIn(value: unknown, shell: Readonly<Record<string, string | undefined>>): unknown {
  if (typeof value === 'string') return hideSecrets(value, shell)
  if (Array.isArray(value)) return value.map((one: unknown) => hideSecretsIn(one, shell))
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hideSecretsIn<unknown>(one, shell)]))
}

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)

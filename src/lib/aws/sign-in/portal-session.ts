import {createHash} from 'node:crypto'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import {AccessError} from '../../base/errors.js'
import {chosenProfile} from '../credentials/management-keys.js'
import {showOddNames} from '../credentials/odd-names.js'

/** Where somebody signed in with IAM Identity Center. */
export interface PortalSession {
  /** Of its section in the config file: `[sso-session acme]`. */
  readonly name: string
  readonly region: string
  /** The permission set that the chosen profile names, and its account. */
  readonly chosen?: {readonly accountId: string; readonly set: string}
}

/** What decides whether somebody works through the portal. */
export interface PortalAsked {
  /** Of `--profile`. */
  readonly profile: string | undefined
  /** The section that `awsup profiles sync` writes. */
  readonly session: string
  /** Accounts of environments: a profile of another account is an administrator's. */
  readonly accounts: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

type Settings = Readonly<Record<string, string | undefined>>

/** Settings by which a profile gets credentials without IAM Identity Center (AWS SDKs and Tools Reference). */
const OTHER_WAYS = [
  'aws_access_key_id',
  'credential_process',
  'credential_source',
  'login_session',
  'role_arn',
  'sso_start_url',
  'web_identity_token_file',
]

/** Variables that give credentials, and come before the default profile. */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
]

/**
 * The session of IAM Identity Center that the caller works with: that of the chosen profile, or the project's own where
 * nothing else gives credentials. `undefined`: the caller's credentials are found as every AWS client finds them.
 */
export async function findPortalSession({
  profile,
  session,
  accounts,
  env = process.env,
}: PortalAsked): Promise<PortalSession | undefined> {
  const {loadSharedConfigFiles} = await import('@smithy/core/config')
  const names = await showOddNames()
  const {configFile, credentialsFile} = await loadSharedConfigFiles()
  const chosen = chosenProfile(profile, env)
  const shown = names.shown(chosen ?? 'default')
  const settings: Settings = {...credentialsFile[shown], ...configFile[shown]}
  const own = settings['sso_session']
  if (chosen === undefined && VARIABLES.some((name) => (env[name] ?? '') !== '')) return undefined
  if (own === undefined && (chosen !== undefined || OTHER_WAYS.some((key) => settings[key] !== undefined)))
    return undefined
  if (own !== undefined && !isOfProject(settings['sso_account_id'], accounts)) return undefined
  const name = own ?? names.shown(session)
  const region = configFile[`sso-session.${name}`]?.['sso_region']
  if (region === undefined || region === '') return undefined
  const {sso_account_id: accountId, sso_role_name: set} = own === undefined ? {} : settings
  const found = {name: names.restore(name), region}
  return accountId === undefined || set === undefined ? found : {...found, chosen: {accountId, set}}
}

const isOfProject = (account: string | undefined, accounts: readonly string[]): boolean =>
  account === undefined || accounts.includes(account)

/** More than a token takes, bytes. */
const MOST_BYTES = 1024 * 1024

/**
 * The token of the session, which `aws sso login` keeps (botocore, tokens.py: named by SHA-1 of the session's name). It is
 * read, never written, and goes to the portal alone. Throws AccessError `SIGN_IN_NEEDED` where there is none, or it ended.
 */
export function readPortalToken({name}: PortalSession, now = Date.now()): string {
  const file = `${createHash('sha1').update(name).digest('hex')}.json`
  const path = join(process.env['HOME'] || homedir(), '.aws', 'sso', 'cache', file)
  const bytes = readRegularFile(path, {
    limit: MOST_BYTES,
    refuse: (why, cause) => new AccessError(`${path} ${why}`, {code: 'SIGN_IN_NEEDED', hint: signInAgain(name), cause}),
  })
  if (bytes === undefined) throw signInNeeded(name, 'you are not signed in to')
  const {accessToken, expiresAt} = parse(bytes)
  const ends = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN
  if (typeof accessToken !== 'string' || accessToken === '' || Number.isNaN(ends))
    throw signInNeeded(name, 'there is no valid token for')
  if (ends <= now) throw signInNeeded(name, 'your sign-in is over for')
  return accessToken
}

export const signInNeeded = (name: string, why: string, cause?: unknown): AccessError =>
  new AccessError(`${why} the sso-session ${name} of IAM Identity Center`, {
    code: 'SIGN_IN_NEEDED',
    hint: signInAgain(name),
    details: {session: name},
    cause,
  })

const signInAgain = (name: string): string =>
  `Sign in, then run the same command again: aws sso login --sso-session ${/^[\w.-]+$/.test(name) ? name : JSON.stringify(name)}`

function parse(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? {...value} : {}
  } catch {
    return {}
  }
}

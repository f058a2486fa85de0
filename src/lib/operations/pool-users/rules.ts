import {UsageError} from '../../base/errors.js'
import type {Auth} from '../../manifest/manifest.js'
import {show} from '../../manifest/read/show.js'
import {requireEnvironments, type Project} from '../../project/project.js'
import {requireIds} from '../environments/environments.js'

/** What was said about a user of user pools. */
interface PoolUserWords {
  readonly name: string
  readonly environments: readonly string[]
  readonly groups?: readonly string[]
  readonly email?: string | undefined
  readonly password?: string | undefined
}

// Cognito: Username is 1–128 of these. A leading hyphen would be taken for a flag.
const USERNAME = /^(?!-)[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u
const EMAIL = /^(?=.{6,128}$)(?![.-])[!-?A-~]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/
const PHONE = /^\+[1-9]\d{4,14}$/

const WAYS = {
  email: {pattern: EMAIL, is: 'an e-mail address', example: 'bob@example.com'},
  phone: {pattern: PHONE, is: 'a phone number with + and country code', example: '+4915112345678'},
  username: {pattern: USERNAME, is: '1–128 characters without spaces', example: 'bob'},
} as const

/** Refuses before any call what Cognito would refuse in one of the environments. Throws UsageError, ConflictError. */
export function requirePoolUser(
  project: Project,
  {name, environments, groups = [], email, password}: PoolUserWords,
): void {
  requirePoolUserName(project, {name, environments})
  for (const environment of environments) {
    const auth = authOf(project, environment)
    requireWay(environment, {auth, name})
    requireGroups(environment, {auth, groups})
    if (password !== undefined) requirePassword(environment, {rules: auth.password, password})
  }
  if (email !== undefined && !EMAIL.test(email)) {
    throw new UsageError(`--email says ${show(email)}, which is no e-mail address`, {
      hint: 'For example: --email bob@example.com',
      details: {flag: '--email'},
    })
  }
}

/** Of a user that already exists all that is asked is that it can be a name, in environments that are made. */
export function requirePoolUserName(
  project: Project,
  {name, environments}: Pick<PoolUserWords, 'name' | 'environments'>,
): void {
  if (!USERNAME.test(name)) {
    throw new UsageError(`${show(name)} can be no user of a user pool: a name is ${WAYS.username.is}`, {
      hint: 'See who there is: awsup user list --pool --env <environment>',
      details: {argument: 'name'},
    })
  }
  for (const environment of requireEnvironments(project, environments)) requireIds(project, environment)
}

function requireWay(environment: string, {auth, name}: {readonly auth: Auth; readonly name: string}): void {
  const ways = auth.signIn.map((way) => WAYS[way])
  if (ways.some(({pattern}) => pattern.test(name))) return
  const must = ways.map(({is}) => is).join(' or ')
  throw new UsageError(`${show(name)} can not sign in to ${environment}: the name must be ${must}`, {
    hint: `For example: ${ways.map(({example}) => example).join(', ')}`,
    details: {argument: 'name', environment},
  })
}

function requireGroups(
  environment: string,
  {auth, groups}: {readonly auth: Auth; readonly groups: readonly string[]},
): void {
  const unknown = groups.find((group) => !auth.groups.has(group))
  if (unknown === undefined) return
  throw new UsageError(`the user pool of ${environment} has no group ${show(unknown)}`, {
    hint: `It has: ${[...auth.groups.keys()].join(', ') || 'none; declare it under auth.groups in awsup.yaml'}.`,
    details: {flag: '--group', environment},
  })
}

/** Cognito would look at it only when the user is made already. The password itself is never shown. */
function requirePassword(
  environment: string,
  {rules, password}: {readonly rules: Auth['password']; readonly password: string},
): void {
  const needs = [
    [password.length >= rules.minLength, `at least ${rules.minLength} characters`],
    [password.length <= 256, 'at most 256 characters'],
    [!rules.lowercase || /[a-z]/.test(password), 'a lower-case letter'],
    [!rules.uppercase || /[A-Z]/.test(password), 'a capital letter'],
    [!rules.numbers || /\d/.test(password), 'a digit'],
    [!rules.symbols || /[ ^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/.test(password), 'a symbol'],
    [/^\S(?:.*\S)?$/su.test(password), 'no space at either end'],
  ] as const
  const broken = needs.filter(([holds]) => !holds).map(([, what]) => what)
  if (broken.length === 0) return
  throw new UsageError(`the password is not one for the user pool of ${environment}: it needs ${broken.join(', ')}`, {
    hint: 'The rules are those of auth.password in awsup.yaml.',
    details: {flag: '--password-stdin', environment},
  })
}

function authOf({manifest}: Project, environment: string): Auth {
  const found = manifest.environments.get(environment)
  if (!found) throw new Error(`${environment} was not checked`)
  return found.auth
}

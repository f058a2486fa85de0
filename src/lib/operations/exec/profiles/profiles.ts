import {createHash} from 'node:crypto'
import {ConflictError, UsageError} from '../../../base/errors.js'
import {DEFAULT_ENDPOINT} from '../../../outputs/content/facts.js'
import type {Marks} from '../../../outputs/edit/block.js'
import type {Project} from '../../../project/project.js'
import {openIds} from '../../environments/environments.js'
import {setName} from '../../../access/team/names.js'
import {rolesIn} from '../../../manifest/desired/team/team.js'
import type {SignInPlace} from './sign-in-place.js'

/** A profile of ~/.aws/config that stands for an environment. */
export interface Profile {
  readonly name: string
  readonly environment: string
  readonly accountId: string
  readonly region: string
  /** What is had there by IAM Identity Center; absent: the profile asks awsup. */
  readonly permissionSet?: string
}

/** How a profile gets its credentials. */
export interface Asking {
  /** awsup itself: the words that start it, absolute paths. */
  readonly command: readonly string[]
  /** Of the AWS profile that awsup signs in with; without meaning in the sandbox. */
  readonly source: string
}

/**
 * One for each environment that was made, in the order of awsup.yaml; with IAM Identity Center one for each of its roles,
 * named as the permission set: AWS gives only those that a person has.
 */
export const profilesOf = (project: Project): readonly Profile[] => {
  const {manifest} = project
  const {identityCenter: center, project: name} = manifest
  const findIds = openIds(project)
  return [...manifest.environments.keys()].flatMap((environment): readonly Profile[] => {
    const ids = findIds(environment)
    if (!ids) return []
    const roles = center ? rolesIn(manifest, environment) : []
    if (!center || roles.length === 0) return [{name: `${name}-${environment}`, environment, ...pick(ids)}]
    return roles.map(([role]) => {
      const set = setName(center.prefix ?? name, environment, role)
      return {name: set, environment, ...pick(ids), permissionSet: set}
    })
  })
}

const pick = ({accountId, region}: {accountId: string; region: string}) => ({accountId, region})

/**
 * The lines of all profiles. Each names the profile that awsup signs in with, so that a shell in which AWS_PROFILE is one
 * of these does not make awsup ask itself.
 */
export const linesOf = (
  project: Project,
  profiles: readonly Profile[],
  {portal, ...asking}: Asking & {readonly portal: SignInPlace | undefined},
): readonly string[] => [
  ...(portal ? sessionLines(portal) : []),
  ...profiles.flatMap(({name, environment, region, accountId, permissionSet}) => [
    `[profile ${name}]`,
    ...(permissionSet === undefined || !portal
      ? [`credential_process = ${commandOf(project, environment, asking)}`]
      : [`sso_session = ${portal.session}`, `sso_account_id = ${accountId}`, `sso_role_name = ${permissionSet}`]),
    `region = ${region}`,
    ...(project.target === 'sandbox' ? [`endpoint_url = ${DEFAULT_ENDPOINT}`] : []),
  ]),
]

/** AWS SDKs and Tools Reference, "IAM Identity Center credential provider"; the scope lets clients renew the sign-in. */
const sessionLines = ({session, region, startUrl}: SignInPlace): readonly string[] => [
  `[sso-session ${session}]`,
  `sso_start_url = ${startUrl}`,
  `sso_region = ${region}`,
  'sso_registration_scopes = sso:account:access',
]

function commandOf(project: Project, environment: string, {command, source}: Asking): string {
  const target = project.target === 'sandbox' ? ['--sandbox'] : ['--profile', source]
  const words = [...command, 'credentials', environment, '--project-dir', project.root, '--no-input', ...target]
  return words.map(quoteWord).join(' ')
}

/**
 * A word of `credential_process`, which botocore splits as a shell does, and the SDKs hand to a shell. Throws UsageError
 * where a client would read another word: they cut a value at a blank and `#` or `;`, also between quotes.
 */
export function quoteWord(word: string): string {
  if (/[\u0000-\u001f\u007f]|\s[#;]/.test(word))
    throw new UsageError(`~/.aws/config cannot name the path ${JSON.stringify(word)}`, {
      hint: 'Use a folder without control characters, and without a blank before # or ;.',
      details: {path: word},
    })
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (process.platform === 'win32') return `"${word}"`
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

const NOTE = 'written by awsup profiles sync: what is between these two lines is replaced'

/** The marks of a project's block; the first line keeps a hash of the lines, so that edits by others are seen. */
export function marksOf(project: string, lines: readonly string[]): Marks {
  const start = `# >>> awsup profiles of ${project}`
  return {start, end: `# <<< awsup profiles of ${project}`, line: `${start} ${hashOf(lines)} (${NOTE})`}
}

/** Throws ConflictError `EDITED` where a block (marks and all) is not as awsup wrote it. */
export function requireAsWritten(block: string, path: string): void {
  const [first = '', ...rest] = block.split(/\r?\n/)
  const lines = rest.slice(0, -1)
  if (first.includes(` ${hashOf(lines)} (`)) return
  throw new ConflictError(`${path}: somebody changed the lines that awsup wrote`, {
    code: 'EDITED',
    hint: 'See what would change: awsup profiles sync --diff. Move your own lines below the block, then write it again: awsup profiles sync --overwrite',
    details: {path},
  })
}

const hashOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)

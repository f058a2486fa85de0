import {ConflictError, UsageError} from '../../../base/errors.js'
import {findBlock, putBlock, removeBlock} from '../../../outputs/edit/block.js'
import type {Project} from '../../../project/project.js'
import {configPaths, findProfiles, findSession, readConfig, replaceConfig, type ConfigPaths} from './config-file.js'
import {alone} from './alone.js'
import {signInPlace, type SignInPlace} from './sign-in-place.js'
import {linesOf, marksOf, profilesOf, requireAsWritten, type Asking, type Profile} from './profiles.js'

/** What `profiles sync` came to. */
export interface ProfilesSynced {
  /** The file, absolute. */
  readonly path: string
  readonly profiles: readonly Profile[]
  /** Environments without a profile, since they were not made yet. */
  readonly notMade: readonly string[]
  readonly changed: boolean
  /** Where the file as it was before is kept; absent where nothing was written, or where there was no file. */
  readonly backup?: string | undefined
  /** awsup's lines before and after; empty where there are none. Nobody else's line is in them. */
  readonly before: string
  readonly after: string
}

export interface SyncOptions extends Asking {
  /** Only says what would change. */
  readonly dryRun: boolean
  /** Replaces the block, or takes it away, although somebody changed it. */
  readonly overwrite: boolean
  /** Takes the block away. */
  readonly remove: boolean
}

/**
 * Writes a profile for each environment into one marked block of ~/.aws/config; every other byte stays. Secrets are never
 * written: the profiles ask awsup. Throws ConflictError where a profile of that name stands elsewhere, where somebody
 * changed the block, and where the file is a link, no file, or cannot be written; nothing is changed then.
 */
export async function syncProfiles(project: Project, options: SyncOptions): Promise<ProfilesSynced> {
  const paths = configPaths()
  const profiles = options.remove ? [] : profilesOf(project)
  requireDistinct(profiles)
  const portal = options.remove ? undefined : await signInPlace(project)
  const lines = linesOf(project, profiles, {...options, portal})
  requireOtherSource(profiles, options)
  const change = () =>
    changeOf({project, paths, lines, profiles, overwrite: options.overwrite || options.dryRun, portal})
  const result = (changed: boolean, {before, after}: Change, backup?: string): ProfilesSynced => ({
    path: paths.config,
    profiles,
    notMade: options.remove ? [] : unmade(project, profiles),
    changed,
    ...(backup === undefined ? {} : {backup}),
    before: before.block,
    after: after.block,
  })
  const first = change()
  if (options.dryRun || isSame(first)) return result(!isSame(first), first)
  return alone(project.root, () => {
    const now = change()
    if (isSame(now)) return result(false, now)
    const backup = replaceConfig(paths.config, {before: now.before.bytes, after: now.after.bytes})
    return result(true, now, backup)
  })
}

/** The file and, in it, awsup's lines. */
interface Change {
  readonly before: {readonly bytes: Buffer | undefined; readonly block: string}
  readonly after: {readonly bytes: Buffer; readonly block: string}
}

const isSame = ({before, after}: Change): boolean => (before.bytes ?? Buffer.alloc(0)).equals(after.bytes)

interface Changing {
  readonly project: Project
  readonly paths: ConfigPaths
  readonly lines: readonly string[]
  readonly profiles: readonly Profile[]
  readonly overwrite: boolean
  readonly portal: SignInPlace | undefined
}

function changeOf({project, paths, lines, profiles, overwrite, portal}: Changing): Change {
  const path = paths.config
  const marks = marksOf(project.manifest.project, lines)
  const bytes = readConfig(path)
  const block = bytes && findBlock(path, bytes, marks)
  if (block !== undefined && !overwrite) requireAsWritten(block, path)
  const others = bytes === undefined ? Buffer.alloc(0) : withoutBlock(bytes, block)
  requireFree(profiles, {[path]: others, [paths.credentials]: readConfig(paths.credentials)})
  if (portal) requireFreeSession(portal, {path, text: others.toString('latin1')})
  const after =
    lines.length === 0
      ? bytes === undefined
        ? Buffer.alloc(0)
        : removeBlock(path, bytes, marks)
      : putBlock({path, lines, existing: bytes, marks})
  return {before: {bytes, block: block ?? ''}, after: {bytes: after, block: findBlock(path, after, marks) ?? ''}}
}

/** The file with as many line ends as it has, so that a line keeps its number. */
function withoutBlock(bytes: Buffer, block: string | undefined): Buffer {
  if (block === undefined) return bytes
  return Buffer.from(
    bytes.toString('latin1').replace(block, () => block.replaceAll(/[^\n]/g, '')),
    'latin1',
  )
}

/** The profile of an environment without roles can have the name of a role's permission set in another one. */
function requireDistinct(profiles: readonly Profile[]): void {
  for (const [index, {name, environment}] of profiles.entries()) {
    const other = profiles.slice(0, index).find((one) => one.name === name)
    if (!other) continue
    throw new ConflictError(`${other.environment} and ${environment} would both have the profile ${name}`, {
      code: 'SAME_PROFILE',
      hint: 'With the same name twice, the AWS CLI refuses the whole file. A role of one environment makes the name of the other: give that role another name, or the other environment a role. Nothing was written.',
      details: {profile: name, environments: [other.environment, environment]},
    })
  }
}

/** The same name twice makes botocore refuse the whole file, and keys of that name in `credentials` come first. */
function requireFree(profiles: readonly Profile[], files: Readonly<Record<string, Buffer | undefined>>): void {
  const names = new Set(profiles.map(({name}) => name))
  for (const [path, bytes] of Object.entries(files)) {
    const [taken] = findProfiles(bytes?.toString('latin1') ?? '', names)
    if (!taken) continue
    throw new ConflictError(`${path} line ${taken.line}: the profile ${taken.name} already exists`, {
      code: 'EXISTS',
      hint: 'awsup changes no profile that it did not write. Rename or remove that one, then run this again.',
      details: {path, line: taken.line, profile: taken.name},
    })
  }
}

/** The same holds for sections of sign-ins. */
function requireFreeSession(
  {session}: SignInPlace,
  {path, text}: {readonly path: string; readonly text: string},
): void {
  const line = findSession(text, session)
  if (line === undefined) return
  throw new ConflictError(`${path} line ${line}: the sso-session ${session} already exists`, {
    code: 'EXISTS',
    hint: 'awsup changes no section that it did not write. Rename or remove that one, then run this again.',
    details: {path, line, session},
  })
}

/** A profile that gets its credentials of itself would never end. */
function requireOtherSource(profiles: readonly Profile[], {source}: Asking): void {
  if (!profiles.some(({name, permissionSet}) => name === source && permissionSet === undefined)) return
  throw new UsageError(`the profile ${source} is one that awsup writes: it cannot sign in with itself`, {
    hint: 'Name the profile that you sign in with: awsup profiles sync --profile <name>',
    details: {profile: source},
  })
}

const unmade = ({manifest}: Project, profiles: readonly Profile[]): readonly string[] =>
  [...manifest.environments.keys()].filter((name) => !profiles.some(({environment}) => environment === name))

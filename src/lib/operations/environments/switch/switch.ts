import {ConflictError} from '../../../base/errors.js'
import type {Left} from '../../../outputs/switch/left.js'
import type {Overruled} from '../../../outputs/overruled/overruled.js'
import type {EnvironmentIds} from '../../../outputs/content/ids.js'
import {look} from '../../../outputs/switch/place.js'
import {findJournal, recoverSwitch} from '../../../outputs/switch/recover.js'
import {loadUndo, takeBack, type LastSwitch} from '../../../outputs/switch/undo.js'
import {writeOutputs, type SwitchFile} from '../../../outputs/switch/write.js'
import {outputPaths, requireEnvironment, type Project, type Target} from '../../../project/project.js'
import {loadCurrent, requireSwitchFolders, type Current} from '../../../records/current.js'
import {makeSealer} from '../../../records/journal/seal.js'
import {currentEnvironment, requireIds} from '../environments.js'
import {isDifferent, ownFiles, planSwitch} from './plan.js'

/** What `env switch` did, or with `--check` and `--dry-run` would do. */
export interface Switched {
  /** `undone`: switched back to what was before the last switch. */
  readonly did: 'switched' | 'checked' | 'previewed' | 'undone'
  /** Absent where there was none before the switch that was undone. */
  readonly environment: string | undefined
  readonly target: Target
  readonly accountId: string | undefined
  readonly region: string | undefined
  /**
   * Paths below the project's folder, in the manifest's order; `changed` is false for a file that was right already.
   */
  readonly files: readonly SwitchedFile[]
  /** Files that awsup wrote and awsup.yaml no longer names, as far as this checkout knows. */
  readonly left: readonly LeftFile[]
  /** Where an application reads something else than the files say, as far as this machine knows. */
  readonly overruled: readonly Overruled[]
}

export interface LeftFile {
  readonly path: string
  /**
   * `left`: as awsup wrote it; `changed`: what awsup wrote was edited since, and stays; `pruned`: what awsup wrote was
   * removed (with `--dry-run`: would be).
   */
  readonly state: 'left' | 'changed' | 'pruned'
  /** What `--dry-run` would remove: a unified diff. */
  readonly diff?: string
}

export interface SwitchedFile {
  readonly path: string
  readonly changed: boolean
  /** What `--dry-run` would change: a unified diff. */
  readonly diff?: string
}

/** How to switch. */
export interface SwitchOptions {
  /** Also remove what awsup wrote to files that awsup.yaml no longer names. */
  readonly prune?: boolean
  /** Of the shell; by default those of this process. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/**
 * Writes the outputs that the manifest declares with the environment's ids: all of them or none, no network. Throws
 * ConflictError when the environment has no ids yet, naming the command that makes them.
 */
export async function switchEnvironment(
  project: Project,
  name: string,
  {prune = false}: SwitchOptions = {},
): Promise<Switched> {
  const {root} = project
  const ids = requireIds(project, requireEnvironment(project, name))
  const sealer = makeSealer(root)
  recoverSwitch({root, named: outputPaths(project), sealer})
  const plan = await planSwitch(project, {ids, prune, sealer})
  requireSwitchFolders(root)
  const command = `awsup env switch ${name}${prune ? ' --prune' : ''}`
  writeOutputs(root, plan.write, {command, sealer})
  return {
    did: 'switched',
    ...factsOf(ids),
    files: plan.files.map((file) => ({path: file.path, changed: isDifferent(file)})),
    left: plan.left.map(describeLeft(prune)),
    overruled: plan.overruled,
  }
}

/** A file as it is and as a switch would write it. */
export interface PreviewedFile extends SwitchedFile {
  /** Empty where there is none. */
  readonly before: string
  /** Empty where it would go. */
  readonly after: string
}

export type Previewed = Omit<Switched, 'files' | 'left'> & {
  readonly files: readonly PreviewedFile[]
  readonly left: readonly (LeftFile & PreviewedFile)[]
}

/**
 * What switching to an environment, or to the current one again, would change. Reads the disk alone and writes nothing.
 * Throws ConflictError where a switch would.
 */
export async function previewSwitch(
  project: Project,
  name: string | undefined,
  {prune = false, ...options}: SwitchOptions = {},
): Promise<Previewed> {
  const ids = requireIds(project, requireEnvironment(project, name ?? currentEnvironment(project).name))
  const sealer = makeSealer(project.root)
  const {files, left, overruled} = await planSwitch(project, {ids, prune, sealer, ...options})
  return {
    did: 'previewed',
    ...factsOf(ids),
    overruled,
    files: files.map((file) => ({path: file.path, changed: isDifferent(file), ...texts(file.before, file.content)})),
    left: left.map((file) => {
      const described = describeLeft(prune)(file)
      const after = described.state === 'pruned' && file.without !== 'changed' ? file.without.content : file.before
      return {...described, changed: described.state === 'pruned', ...texts(file.before, after)}
    }),
  }
}

const texts = (
  before: Buffer | undefined,
  after: Buffer | undefined,
): {readonly before: string; readonly after: string} => ({
  before: before?.toString('utf8') ?? '',
  after: after?.toString('utf8') ?? '',
})

const describeLeft =
  (prune: boolean) =>
  ({path, without}: Left): LeftFile => ({path, state: without === 'changed' ? 'changed' : prune ? 'pruned' : 'left'})

/**
 * Takes the last switch back: the files as they were, and the environment that was on. Throws ConflictError when there
 * is nothing to take back, or a file was changed since; then every file stays as it is. May be run again after an
 * interruption.
 */
export function undoSwitch(project: Project): Switched {
  const {root} = project
  const sealer = makeSealer(root)
  const recovered = recoverUndone(project)
  if (recovered) return recovered
  const last = loadUndo(root, sealer)
  if (!last) {
    throw new ConflictError('there is no switch to take back', {
      code: 'NO_UNDO',
      hint: 'Only the last one can be, once. Switch with: awsup env switch <name>',
    })
  }
  const files = takeBackAll(project, last)
  requireSwitchFolders(root)
  const own = ownFiles({kept: {current: last.from, wrote: last.wrote}, undo: undefined}, sealer)
  const written = writeOutputs(root, [...files, ...own], {command: UNDO, sealer})
  const isOutput = new Set(files.map(({path}) => path))
  return undone(
    project,
    last.from,
    written.filter(({path}) => isOutput.has(path)),
  )
}

const UNDO = 'awsup env switch --undo'

const undone = ({target}: Project, to: Current | undefined, files: Switched['files']): Switched => ({
  did: 'undone',
  environment: to?.environment,
  target: to?.target ?? target,
  accountId: undefined,
  region: undefined,
  files,
  left: [],
  overruled: [],
})

/** An undo that was interrupted is finished and done; a switch that was, and of which nothing was written yet, is undone. */
function recoverUndone(project: Project): Switched | undefined {
  const {root} = project
  const named = outputPaths(project)
  const found = findJournal({root, named})
  const recovered = recoverSwitch({root, named})
  if (!found || 'foreign' in found) return undefined
  const {command, files} = found.journal
  const isDone = command === UNDO ? recovered === 'finished' : recovered === 'undone'
  if (!isDone) return undefined
  const paths = [...named, ...files.filter(({left}) => left).map(({target}) => target)]
  return undone(
    project,
    loadCurrent(root),
    paths
      .filter((path) => files.some(({target}) => target === path))
      .map((path) => ({path, changed: recovered === 'finished'})),
  )
}

/** Only what awsup.yaml names is touched, and what the switch to undo removed because awsup.yaml named it no more. */
function takeBackAll(project: Project, last: LastSwitch): readonly SwitchFile[] {
  const named = outputPaths(project)
  const files = last.files.map((undo) => {
    const isOutput = named.includes(undo.path)
    const isKnown = isOutput || last.wrote.some(({path}) => path === undo.path)
    const seen = look(project.root, undo.path)
    const back = isKnown ? takeBack(undo, seen.before) : 'changed'
    return {path: undo.path, back, mode: undo.mode, seen, ...(isOutput ? {} : {left: true as const})}
  })
  const changed = files.filter(({back}) => back === 'changed').map(({path}) => path)
  if (changed.length > 0) {
    throw new ConflictError(`changed since the last switch: ${changed.join(', ')}`, {
      code: 'CHANGED',
      hint: 'Nothing was taken back, so that no change is lost. Switch with awsup env switch <name>, which keeps what others wrote.',
      details: {files: changed},
    })
  }
  return files.flatMap(({back, ...file}) => (back === 'changed' ? [] : [{...file, content: back.content}]))
}

const factsOf = ({environment, target, accountId, region}: EnvironmentIds) => ({environment, target, accountId, region})

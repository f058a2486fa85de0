import {readFileSync} from 'node:fs'
import {ConflictError} from '../errors.js'
import {makeOutputs, type MadeOutput} from '../outputs/outputs.js'
import {locate} from '../outputs/place.js'
import {loadJournal} from '../outputs/switch-journal.js'
import {loadUndo, renderUndo, takeBack, UNDO_FILE, type LastSwitch} from '../outputs/undo.js'
import {recoverSwitch, writeOutputs, type SwitchFile} from '../outputs/write.js'
import {requireEnvironment, type Project, type Target} from '../project.js'
import {CURRENT_FILE, loadCurrent, renderCurrent, requireSwitchFolders, type Current} from '../records/current.js'
import {currentEnvironment, requireIds, settingsOf} from './environments.js'

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
}

export interface SwitchedFile {
  readonly path: string
  readonly changed: boolean
  /** What `--dry-run` would change: a unified diff. */
  readonly diff?: string
}

/**
 * Writes the outputs that the manifest declares with the environment's ids: all of them or none, no network. Throws
 * ConflictError when the environment has no ids yet, naming the command that makes them.
 */
export async function switchEnvironment(project: Project, name: string): Promise<Switched> {
  const {root, target} = project
  const facts = factsOf(project, name)
  await recoverSwitch(root)
  const files = filesFor(project, name)
  const from = loadCurrent(root)
  const to = {environment: name, target}
  const replaced = files.filter(isDifferent).map(({path, before, content}) => ({path, before, after: content}))
  const isOther = from?.environment !== name || from.target !== target
  const undo = renderUndo({files: replaced, from, to})
  const own = isOther || replaced.length > 0 ? ownFiles(to, undo) : []
  if (own.length > 0) await requireSwitchFolders(root)
  const written = await writeOutputs(root, [...files, ...own], `awsup env switch ${name}`)
  return {did: 'switched', ...facts, files: written.slice(0, files.length)}
}

/** Which environment is on and the way back are written with the outputs, all or none. */
const ownFiles = (to: Current | undefined, undo: Buffer | undefined): readonly SwitchFile[] => [
  {path: CURRENT_FILE, content: to && renderCurrent(to), mode: 0o600},
  {path: UNDO_FILE, content: undo, mode: 0o600},
]

/** A file as it is and as a switch would write it. */
export interface PreviewedFile extends SwitchedFile {
  /** Empty where there is none. */
  readonly before: string
  readonly after: string
}

export type Previewed = Omit<Switched, 'files'> & {readonly files: readonly PreviewedFile[]}

/**
 * What switching to an environment, or to the current one again, would change. Reads the disk alone and writes nothing.
 * Throws ConflictError where a switch would.
 */
export function previewSwitch(project: Project, name: string | undefined): Previewed {
  const environment = name ?? currentEnvironment(project).name
  return {
    did: 'previewed',
    ...factsOf(project, environment),
    files: filesFor(project, environment).map((file) => ({
      path: file.path,
      changed: isDifferent(file),
      before: file.before?.toString('utf8') ?? '',
      after: file.content.toString('utf8'),
    })),
  }
}

/**
 * Takes the last switch back: the files as they were, and the environment that was on. Throws ConflictError when there
 * is nothing to take back, or a file was changed since; then every file stays as it is. May be run again after an
 * interruption.
 */
export async function undoSwitch(project: Project): Promise<Switched> {
  const {root} = project
  const recovered = await recoverUndone(project)
  if (recovered) return recovered
  const last = await loadUndo(root)
  if (!last) {
    throw new ConflictError('there is no switch to take back', {
      code: 'NO_UNDO',
      hint: 'Only the last one can be, once. Switch with: awsup env switch <name>',
    })
  }
  const files = takeBackAll(project, last)
  await requireSwitchFolders(root)
  const written = await writeOutputs(root, [...files, ...ownFiles(last.from, undefined)], UNDO)
  return undone(project, last.from, written.slice(0, files.length))
}

const UNDO = 'awsup env switch --undo'

const undone = ({target}: Project, to: Current | undefined, files: Switched['files']): Switched => ({
  did: 'undone',
  environment: to?.environment,
  target: to?.target ?? target,
  accountId: undefined,
  region: undefined,
  files,
})

/** An undo that was interrupted is finished and done; a switch that was, and of which nothing was written yet, is undone. */
async function recoverUndone(project: Project): Promise<Switched | undefined> {
  const {root, manifest} = project
  const journal = loadJournal(root)
  const recovered = await recoverSwitch(root)
  const isDone = journal?.command === UNDO ? recovered === 'finished' : recovered === 'undone'
  if (!journal || !isDone) return undefined
  const outputs = manifest.outputs.filter(({path}) => journal.files.some(({target}) => target === path))
  return undone(
    project,
    loadCurrent(root),
    outputs.map(({path}) => ({path, changed: recovered === 'finished'})),
  )
}

function takeBackAll({root, manifest}: Project, last: LastSwitch) {
  const files = last.files.map((undo) => {
    // It may have come with somebody else's checkout: only what awsup.yaml names is touched.
    const isOutput = manifest.outputs.some(({path}) => path === undo.path)
    const {real, mode} = locate(root, undo.path)
    const back = isOutput ? takeBack(undo, mode === undefined ? undefined : readFileSync(real)) : 'changed'
    return {path: undo.path, back}
  })
  const changed = files.filter(({back}) => back === 'changed').map(({path}) => path)
  if (changed.length > 0) {
    throw new ConflictError(`changed since the last switch: ${changed.join(', ')}`, {
      code: 'CHANGED',
      hint: 'Nothing was taken back, so that no change is lost. Switch with awsup env switch <name>, which keeps what others wrote.',
      details: {files: changed},
    })
  }
  return files.flatMap(({path, back}) => (back === 'changed' ? [] : [{path, content: back.content}]))
}

function filesFor(project: Project, name: string): readonly MadeOutput[] {
  const {auth, values} = settingsOf(project, name)
  const ids = requireIds(project, name)
  return makeOutputs({root: project.root, outputs: project.manifest.outputs, told: {settings: auth, values}, ids})
}

function factsOf(project: Project, name: string): Pick<Switched, 'environment' | 'target' | 'accountId' | 'region'> {
  const {accountId, region, target} = requireIds(project, requireEnvironment(project, name))
  return {environment: name, target, accountId, region}
}

const isDifferent = ({before, content}: MadeOutput): boolean => before === undefined || !before.equals(content)

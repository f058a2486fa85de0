import {readFileSync, rmSync} from 'node:fs'
import {ConflictError} from '../errors.js'
import {makeOutputs, type MadeOutput} from '../outputs/outputs.js'
import {locate} from '../outputs/place.js'
import {forgetUndo, loadUndo, saveUndo, takeBack, type LastSwitch} from '../outputs/undo.js'
import {recoverSwitch, writeOutputs} from '../outputs/write.js'
import {requireEnvironment, type Project, type Target} from '../project.js'
import {clearCurrent, loadCurrent, saveCurrent} from '../records/current.js'
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
  const written = await writeOutputs(root, files)
  const from = loadCurrent(root)
  const isOther = from?.environment !== name || from.target !== target
  if (isOther) await saveCurrent(root, {environment: name, target})
  if (isOther || written.some(({changed}) => changed)) {
    const replaced = files.filter(isDifferent).map(({path, before, content}) => ({path, before, after: content}))
    await saveUndo(root, {files: replaced, from, to: {environment: name, target}})
  }
  return {did: 'switched', ...facts, files: written}
}

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
  await recoverSwitch(root)
  const last = await loadUndo(root)
  if (!last) {
    throw new ConflictError('there is no switch to take back', {
      code: 'NO_UNDO',
      hint: 'Only the last one can be, once. Switch with: awsup env switch <name>',
    })
  }
  const files = takeBackAll(project, last)
  const kept = files.flatMap(({path, content}) => (content === undefined ? [] : [{path, content}]))
  const written = await writeOutputs(root, kept)
  const removed = files.filter(({content}) => content === undefined).map(({path}) => ({path, changed: true}))
  for (const {path} of removed) rmSync(locate(root, path).real, {force: true})
  if (last.from) await saveCurrent(root, last.from)
  else await clearCurrent(root)
  await forgetUndo(root)
  const done = [...written, ...removed]
  return {
    did: 'undone',
    environment: last.from?.environment,
    target: last.from?.target ?? project.target,
    accountId: undefined,
    region: undefined,
    files: files.flatMap(({path}) => done.find((one) => one.path === path) ?? []),
  }
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

import {openCodeReader} from '../../../text/code/parse.js'
import {findLeft, type Left} from '../../../outputs/switch/left.js'
import {findOverruled, type Overruled} from '../../../outputs/overruled/overruled.js'
import type {EnvironmentIds} from '../../../outputs/content/ids.js'
import {lookAt, makeOutputs, readsCode, type MadeOutput} from '../../../outputs/outputs.js'
import {UNDO_FILE} from '../../../outputs/switch/place.js'
import {renderUndo} from '../../../outputs/switch/undo.js'
import type {SwitchFile} from '../../../outputs/switch/write.js'
import {outputPaths, type Project} from '../../../project/project.js'
import {CURRENT_FILE, loadKept, renderKept, type Kept} from '../../../records/current.js'
import type {Sealer} from '../../../records/journal/seal.js'
import {settingsOf, toldOf} from '../environments.js'

/** What a switch would do. */
export interface SwitchPlan {
  /** The outputs, in the manifest's order. */
  readonly files: readonly MadeOutput[]
  /** What awsup wrote and awsup.yaml no longer names. */
  readonly left: readonly Left[]
  /** Where an application reads something else than the outputs. */
  readonly overruled: readonly Overruled[]
  /** All that is to be written at once: the outputs first, then what is pruned, then awsup's own files. */
  readonly write: readonly SwitchFile[]
}

interface PlanInput {
  readonly ids: EnvironmentIds
  readonly prune: boolean
  readonly sealer: Sealer
  /** Of the shell. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/** Files that awsup wrote and awsup.yaml no longer names. Reads the disk alone. */
export async function findLeftOutputs(
  project: Pick<Project, 'root' | 'manifest'>,
  sealer: Sealer,
): Promise<readonly Left[]> {
  const {root} = project
  const {wrote} = loadKept(root, sealer)
  const readCode = readsCode({seen: [], wrote}) ? await openCodeReader() : undefined
  return findLeft({root, named: outputPaths(project), wrote, readCode})
}

/** Works out a switch. Reads the disk alone and writes nothing. Throws ConflictError where it cannot be done. */
export async function planSwitch(
  project: Project,
  {ids, prune, sealer, variables = process.env}: PlanInput,
): Promise<SwitchPlan> {
  const {root, target, manifest} = project
  const name = ids.environment
  const {outputs} = manifest
  const kept = loadKept(root, sealer)
  const seen = lookAt(root, outputs)
  const readCode = readsCode({seen, wrote: kept.wrote}) ? await openCodeReader() : undefined
  const facts = {root, outputs, told: toldOf(project, settingsOf(project, name)), ids}
  const files = makeOutputs({...facts, seen, wrote: kept.wrote, readCode})
  const contents = new Map(files.map(({path, content}) => [path, content]))
  const left = findLeft({root, named: outputPaths(project), wrote: kept.wrote, readCode})
  const pruned = prune ? left.flatMap(removal) : []
  const stay = left.filter(({path}) => pruned.every((gone) => gone.path !== path))

  const to = {environment: name, target}
  const replaced = [
    ...files.filter(isDifferent).map(({path, before, content}) => ({path, before, after: content})),
    ...pruned.map(({path, before, content, mode}) => ({path, before, after: content, ...(content ? {} : {mode})})),
  ]
  const isOther = kept.current?.environment !== name || kept.current.target !== target
  const isWay = isOther || replaced.length > 0
  const undo = isWay ? renderUndo({files: replaced, from: kept.current, to, wrote: kept.wrote}, sealer) : 'same'
  const next = {current: to, wrote: [...files, ...stay].map(({wrote}) => wrote)}
  return {
    files,
    left,
    overruled: findOverruled({...facts, contents, variables}),
    write: [
      ...files.map(({path, content, place, before}) => ({path, content, seen: {place, before}})),
      ...pruned.map(({path, content, place, before}) => ({path, content, left: true as const, seen: {place, before}})),
      ...ownFiles({kept: next, undo}, sealer),
    ],
  }
}

/** What is pruned of a file; nothing where somebody edited it. */
const removal = ({without, ...file}: Left) => (without === 'changed' ? [] : [{...file, content: without.content}])

interface Own {
  readonly kept: Kept
  /** `same`: the way back stays what it is; `undefined`: there is none any more. */
  readonly undo: Buffer | 'same' | undefined
}

/** What was written and the way back are written with the outputs, all or none. */
export const ownFiles = ({kept, undo}: Own, sealer: Sealer): readonly SwitchFile[] => [
  {path: CURRENT_FILE, content: renderKept(kept, sealer), mode: 0o600},
  ...(undo === 'same' ? [] : [{path: UNDO_FILE, content: undo, mode: 0o600}]),
]

/** Whether a file is to change. */
export const isDifferent = ({before, content}: MadeOutput): boolean => before === undefined || !before.equals(content)

import type {ReadCode} from '../text/code/code.js'
import type {Wrote} from '../records/current.js'
import type {EnvironmentIds} from './content/ids.js'
import type {Output} from './output.js'
import {look, type Seen} from './switch/place.js'
import {isOthers} from './edit/whole-file.js'
import {findFormat, renderOutput} from './formats/registry.js'
import type {Told} from './content/settings.js'
import {describeWrote, partOf, takeOut} from './switch/wrote.js'

/** A file with what is to be in it, and what exists now. */
export interface MadeOutput extends Seen {
  /** Relative to the project. */
  readonly path: string
  readonly content: Buffer
  /** What to remember of it. */
  readonly wrote: Wrote
}

/** An output with the file as it is now. */
export interface SeenOutput extends Seen {
  readonly output: Output
}

interface OutputsInput {
  readonly seen: readonly SeenOutput[]
  readonly told: Told
  readonly ids: EnvironmentIds
  /** What earlier switches wrote. */
  readonly wrote?: readonly Wrote[]
  readonly readCode?: ReadCode | undefined
}

/** Each declared file as it is now, read once. Throws ConflictError where one leads out of the project or is no file. */
export const lookAt = (root: string, outputs: readonly Output[]): readonly SeenOutput[] =>
  outputs.map((output) => ({output, ...look(root, output.path)}))

/**
 * What each declared file is to hold for this environment, with what others wrote into it kept. Pure. Throws
 * ConflictError where a file is damaged, or is somebody else's.
 */
export const makeOutputs = ({seen, told, ids, wrote = [], readCode}: OutputsInput): readonly MadeOutput[] =>
  seen.map(({output, place, before}) => {
    const {path} = output
    const earlier = wrote.find((one) => one.path === path)
    const existing = withoutEarlier(output, {earlier, before, readCode})
    const rendered = renderOutput(output, {told, ids, existing, readCode})
    return {
      path,
      place,
      before,
      content: rendered.content,
      wrote: describeWrote(output, rendered, {earlier, before, readCode}),
    }
  })

interface Earlier {
  readonly earlier: Wrote | undefined
  readonly before: Buffer | undefined
  readonly readCode: ReadCode | undefined
}

/** What another format left in the same file goes, where it is as awsup wrote it. A block's place is the next block's. */
function withoutEarlier(output: Output, {earlier, before, readCode}: Earlier): Buffer | undefined {
  if (!earlier || !before || earlier.format === output.format) return before
  const part = partOf(earlier)
  if (part === partOf(output) && part !== 'keys') return before
  const rest = takeOut(earlier, before, readCode)
  return typeof rest === 'object' ? rest.content : before
}

/** Whether one of these files has to be read as JavaScript or TypeScript: others made it, and awsup's values are in it. */
export const readsCode = ({seen, wrote = []}: Pick<OutputsInput, 'seen' | 'wrote'>): boolean =>
  wrote.some(({format, keys}) => isCode(format) && keys !== undefined) ||
  seen.some(({output, before}) => isCode(output.format) && isOthers(before?.toString('latin1')))

const isCode = (format: string): boolean => findFormat(format)?.isCode === true

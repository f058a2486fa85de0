import type {ReadCode} from '../../text/code/code.js'
import type {Fields} from '../../manifest/read/collections.js'
import type {Keys} from '../../manifest/read/keys.js'
import type {Rule} from '../../manifest/read/scalars.js'
import type {Spot} from '../../manifest/read/spot.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import type {Keyed, KeyedInput} from '../edit/keyed.js'
import type {FormatName, Output} from '../output.js'

/** How awsup's part lives in a file: a block of lines, keys among others, or the file as a whole. */
export type Part = 'block' | 'keys' | 'whole'

/** What a file is to hold, and where in it awsup's part is. */
export interface Rendered {
  readonly content: Buffer
  readonly part: Part
  /** Where awsup's part is keys: the paths of its values. */
  readonly keys?: readonly (readonly string[])[]
}

export interface RenderInput {
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
  /** Reads JavaScript and TypeScript; needed where `needsCode` says so. */
  readonly readCode?: ReadCode | undefined
}

/** An entry of `outputs` in awsup.yaml, whose format and path are read. */
export interface OutputInput {
  readonly path: string
  readonly spot: Spot
  readonly fields: Fields<Keys>
}

/** What can be asked of a format by its name alone, also where a record names it. */
export interface FormatFacts {
  /** Keys of awsup.yaml beside `format` and `path`. Any other key is refused. */
  readonly options: Keys
  /** Options of which it needs exactly one. */
  readonly oneOption?: readonly string[]
  /** What a path must end in, for whatever reads the file goes by that. */
  readonly ending?: Rule
  /** Whether the file is for front ends alone, so that it needs an app client without a secret. */
  readonly forFrontEnds: boolean
  /**
   * How awsup's part lives in a file.
   *
   * @param keys of what awsup wrote: in a file that others made, the paths of awsup's values
   */
  readonly partOf: (path: string, keys?: readonly (readonly string[])[]) => Part
  /** Opens a file in which awsup's part is keys; as JSON where absent. */
  readonly open?: (input: KeyedInput) => Keyed
  /** Whether a file that others made is JavaScript or TypeScript, which has to be parsed. */
  readonly isCode?: true
  /** Keys that say what the file is: they stay as long as others have anything in it. */
  readonly frame?: readonly string[]
  /** The row of docs/guide/outputs.md. */
  readonly page: {
    readonly path: string
    readonly options: string
    readonly readers: string
    readonly survives: string
  }
}

/** Everything about one format of outputs, in one file. */
export interface Format<F extends FormatName> extends FormatFacts {
  /** Reads its options. Throws ManifestError. */
  readonly read: (input: OutputInput) => Output<F>
  /** What its file is to hold. Pure. Throws ConflictError where what exists cannot be kept. */
  readonly render: (output: Output<F>, input: RenderInput) => Rendered
}

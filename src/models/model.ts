/**
 * What AWS's public API models say of one service, as far as the sandbox serves it. The files beside this one are made
 * of them by scripts/generate/models.py; neither the library nor the sandbox has a word in it.
 */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, OperationModel>>
  /** By AWS's name. A text, number and the like that has no limits stands only as its type: `string`. */
  readonly shapes: Readonly<Record<string, Shape>>
}

export interface OperationModel {
  /** Name of a structure; absent where nothing is sent, or answered. */
  readonly input?: string
  readonly output?: string
  /** The exceptions of its own: which of AWS's common errors it may answer as well no model says. */
  readonly errors: readonly string[]
  /** AWS takes it without a signature. */
  readonly unsigned?: boolean
}

/** Limits of one value. */
export interface Limits {
  /** Length of texts and bytes, number of entries, or value of numbers. */
  readonly min?: number
  readonly max?: number
  /** For the whole value; with the `u` flag. */
  readonly pattern?: string
  readonly enum?: readonly string[]
}

/** One shape; the names in it are of shapes, or of types that have no limits. */
export interface Shape extends Limits {
  /** structure, list, map, string, boolean, integer, long, float, double, timestamp, blob; document is anything. */
  readonly type: string
  /** Of structures. */
  readonly members?: Readonly<Record<string, string>>
  readonly required?: readonly string[]
  /** Of lists. */
  readonly member?: string
  /** Of maps. */
  readonly key?: string
  readonly value?: string
  /** Not to be repeated in messages. */
  readonly sensitive?: boolean
}

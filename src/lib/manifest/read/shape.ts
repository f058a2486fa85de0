// What readers and rules say of themselves. Only the schema of awsup.yaml is made from it (../schema): nothing here reads.

/** A part of a rule: all of it must be true of a text. */
export interface Clause {
  /** In words that follow "must". */
  readonly must: string
  readonly pattern?: RegExp | undefined
  /** Characters. */
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** Texts that are refused although they fit. */
  readonly none?: readonly string[] | undefined
  /** Texts that are often meant; others may be right as well. */
  readonly examples?: (() => readonly string[]) | undefined
}

/** Something that may say what it takes. What says nothing takes anything, as far as the schema knows. */
export interface Shaped {
  readonly shape?: Shape | undefined
}

/** What a reader takes. */
export type Shape =
  | {readonly sort: 'text'; readonly clauses: readonly Clause[]}
  | {readonly sort: 'words'; readonly words: readonly (string | number)[]}
  | {readonly sort: 'flag'}
  | {readonly sort: 'integer'; readonly min: number; readonly max: number}
  | {readonly sort: 'list'; readonly of: Shaped; readonly min: number; readonly max: number; readonly distinct: boolean}
  | {
      readonly sort: 'record'
      readonly name: readonly Clause[]
      readonly of: Shaped
      readonly min: number
      readonly max: number
    }
  | ({readonly sort: 'mapping'; readonly keys: Readonly<Record<string, KeyShape>>} & Together)
  /** One of these, told apart by what YAML makes of them: a text, a list, a mapping. */
  | {readonly sort: 'either'; readonly of: readonly Shaped[]}
  /** The same, or a key with nothing behind it. */
  | {readonly sort: 'maybe'; readonly of: Shaped}

export interface KeyShape {
  readonly read: Shaped
  /** A section with nothing behind its key is as good as none. */
  readonly presence: 'required' | 'optional' | 'section'
  /** The comment above the key, which scripts/docs/schemas.mjs hands over; nothing else has it. */
  readonly about?: string | undefined
}

/** What keys of a mapping mean to each other. */
export interface Together {
  /** Exactly one of each group; a flag counts where it is true. */
  readonly one?: readonly (readonly string[])[] | undefined
  /** Never both. */
  readonly apart?: readonly (readonly [string, string])[] | undefined
  /** A key that needs another one. */
  readonly needs?: Readonly<Record<string, string>> | undefined
}

/** A reader with the shape of what it takes. */
export const shaped = <F extends object>(shape: Shape | undefined, read: F): F => Object.assign(read, {shape})

/** A rule with what it asks, as data: everything that it takes keeps all of these, though it may ask more. */
export const stating = <F extends object>(clauses: readonly Clause[], rule: F): F => Object.assign(rule, {clauses})

/**
 * A clause with an expression that is made when it is first read: V8 takes long for one with classes of Unicode, and of all
 * rules a run asks few.
 */
export function whenRead(clause: Clause, make: (() => RegExp | undefined) | undefined): Clause {
  if (make === undefined) return clause
  let made: RegExp | undefined
  return {
    ...clause,
    get pattern() {
      return (made ??= make())
    },
  }
}

/** The same clauses for texts that do not fit `unless`, an expression. */
export const unlessFits = (unless: string, clauses: readonly Clause[] = []): readonly Clause[] =>
  clauses.flatMap((clause) => {
    const {must, min = 0, max} = clause
    const either = (pattern: RegExp | undefined) =>
      pattern && new RegExp(`${unless}|(?:${pattern.source})`, pattern.flags)
    return [
      ...('pattern' in clause ? [whenRead({must}, () => either(clause.pattern))] : []),
      ...(min > 0 || max !== undefined
        ? [{must, pattern: new RegExp(`${unless}|^[\\s\\S]{${min},${max ?? ''}}$`, 'u')}]
        : []),
    ]
  })

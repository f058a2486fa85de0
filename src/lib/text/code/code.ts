/** A configuration object in a file of JavaScript or TypeScript, as far as it is written down. Offsets into `text`. */
export interface CodeFile {
  readonly text: string
  readonly root: CodeObject
  /** What statements of the file set in the object later: `awsmobile.oauth.domain = …`. An empty path: anything. */
  readonly changes: readonly CodeChange[]
  readonly comments: readonly Range[]
}

export interface Range {
  readonly start: number
  /** Behind it. */
  readonly end: number
}

export interface CodeChange {
  readonly path: readonly string[]
  readonly line: number
}

export interface CodeObject extends Range {
  readonly kind: 'object'
  readonly members: readonly CodeMember[]
  /** Spreads and computed names: what they add to the object only a run would tell. */
  readonly unknown: readonly Unreadable[]
}

export interface CodeMember extends Range {
  readonly name: string
  /** Whether its name stands between quotes. */
  readonly quoted: boolean
  /** `{name}`: name and value are one word. */
  readonly shorthand: boolean
  readonly value: CodeValue
}

export interface CodeList extends Range {
  readonly kind: 'list'
  readonly items: readonly CodeValue[]
}

/** A text, a number, true, false, null. */
export interface CodePlain extends Range {
  readonly kind: 'plain'
  readonly data: string | number | boolean | null
}

/** What only a run of the code would tell. */
export interface Unreadable extends Range {
  readonly kind: 'unreadable'
  readonly line: number
  /** As it is written, shortened: `...base`. */
  readonly what: string
}

export type CodeValue = CodeObject | CodeList | CodePlain | Unreadable

/** Finds the configuration object of a file. Throws UsageError where there is none. */
export type ReadCode = (file: string, text: string) => CodeFile

/** What a value says as plain data; `undefined` stands for what cannot be read. Pure. */
export function dataOf(value: CodeValue): unknown {
  switch (value.kind) {
    case 'plain':
      return value.data
    case 'list':
      return value.items.map(dataOf)
    case 'object':
      return Object.fromEntries(value.members.map((member) => [member.name, dataOf(member.value)]))
    case 'unreadable':
      return undefined
  }
}

/** Everything below a value that cannot be read, with the way to it. Pure. */
export function unreadableIn(
  value: CodeValue,
  path: readonly string[] = [],
): readonly (Unreadable & {readonly path: readonly string[]})[] {
  switch (value.kind) {
    case 'plain':
      return []
    case 'list':
      return value.items.flatMap((item, index) => unreadableIn(item, [...path, String(index)]))
    case 'object':
      return [
        ...value.unknown.map((one) => ({...one, path})),
        ...value.members.flatMap((member) => unreadableIn(member.value, [...path, member.name])),
      ]
    case 'unreadable':
      return [{...value, path}]
  }
}

/** Line of an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

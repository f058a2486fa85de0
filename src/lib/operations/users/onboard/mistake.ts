/** What is wrong in a team's file, and where; lines and columns count from 1. */
export interface Mistake {
  readonly line: number
  /** In characters of the line. */
  readonly column: number
  readonly message: string
  readonly hint?: string | undefined
}

/** The text of one cell, without the space around it, and where it stands. */
export interface Cell {
  readonly text: string
  readonly line: number
  readonly column: number
}

/** A line that says something. */
export interface Line {
  readonly line: number
  readonly cells: readonly Cell[]
}

/** What was read, with everything that is wrong in it. */
export interface Found<T> {
  readonly found: T
  readonly mistakes: readonly Mistake[]
}

export const mistakeAt = ({line, column}: Omit<Cell, 'text'>, message: string, hint?: string): Mistake => ({
  line,
  column,
  message,
  hint,
})

/** In the order of the file. */
export const inOrder = (mistakes: readonly Mistake[]): readonly Mistake[] =>
  [...mistakes].sort((one, other) => one.line - other.line || one.column - other.column)

import type {Ink} from './ink.js'
import {widthOf} from './width.js'

/** Rows as columns that line up, two blanks between them. Cells may carry colours; they are not counted. */
export function renderColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))))
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

/** The lines that stand side by side where all of them fit on the terminal, else those that stand below each other. */
export const fitting = (
  {columns}: Pick<Ink, 'columns'>,
  wide: readonly string[],
  narrow: () => readonly string[],
): readonly string[] => (columns === undefined || wide.every((line) => widthOf(line) <= columns) ? wide : narrow())

/** A row below its own title: what it is, and its values by name. Values that are empty are left out. */
export const renderStacked = (
  head: string,
  values: readonly (readonly [name: string, value: string])[],
): readonly string[] => [
  head,
  ...values.flatMap(([name, value]) => (value === '' ? [] : [`${indentOf(head)}  ${name}: ${value}`])),
]

const indentOf = (line: string): string => /^ */.exec(line)?.[0] ?? ''

/**
 * A table: side by side where it fits on the terminal; else each row is its first cells, with the others by name below.
 *
 * @param names of the columns, for rows that stand below each other; a cell without a name belongs to the row's title
 */
export const renderTable = (
  rows: readonly (readonly string[])[],
  names: readonly (string | undefined)[],
  {ink, titles}: {readonly ink: Pick<Ink, 'columns'>; readonly titles?: readonly string[]},
): readonly string[] =>
  fitting(ink, renderColumns(titles ? [titles, ...rows] : rows), () =>
    rows.flatMap((row) => {
      const head = row.filter((cell, column) => names[column] === undefined && cell.trim() !== '').join('  ')
      const values = row.flatMap((cell, column) => {
        const name = names[column]
        return name === undefined ? [] : [[name, cell] as const]
      })
      return renderStacked(head, values)
    }),
  )

import {stripVTControlCharacters} from 'node:util'

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

/** Code points, which is what almost every terminal counts for the names that AWS allows. */
const widthOf = (cell: string): number => Array.from(stripVTControlCharacters(cell)).length

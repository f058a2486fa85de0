import {show} from '../../../manifest/read/show.js'
import {findNearest} from '../../../text/nearest.js'
import {mistakeAt, type Found, type Line, type Mistake} from './mistake.js'

/** What the cells of a column say; `role-in` is a column for one environment. */
export type Column =
  | {readonly kind: 'name' | 'environment' | 'role' | 'console' | 'access-key'; readonly title: string}
  | {readonly kind: 'role-in'; readonly title: string}

const KINDS = ['name', 'environment', 'role', 'console', 'access-key'] as const
const EXAMPLE = 'The columns are name, environment, role, and if you like console and access-key.'

/** What separates cells in files that are no CSV: by what people call it. */
const SEPARATORS: readonly (readonly [separator: string, name: string])[] = [
  [';', 'semicolons (;)'],
  ['\t', 'tabs'],
  ['|', 'bars (|)'],
]

/**
 * The columns of a header: either `environment` and `role`, or a column for each environment. `found` is undefined where
 * the lines below cannot be read by it; an entry is undefined where a column is not known.
 */
export function readColumns(
  header: Line,
  environments: readonly string[],
): Found<readonly (Column | undefined)[] | undefined> {
  const separator = findSeparator(header)
  if (separator) return {found: undefined, mistakes: [separator]}
  const columns = header.cells.map(({text}) => columnOf(text.toLowerCase(), environments))
  const mistakes = [...unknownIn(header, columns, environments), ...repeatedIn(header)]
  const missing = findMissing(columns)
  const all = missing === undefined ? mistakes : [...mistakes, mistakeAt({line: header.line, column: 1}, ...missing)]
  return {found: missing === undefined && repeatedIn(header).length === 0 ? columns : undefined, mistakes: all}
}

function columnOf(title: string, environments: readonly string[]): Column | undefined {
  const kind = KINDS.find((known) => known === title)
  if (kind) return {kind, title}
  return environments.includes(title) ? {kind: 'role-in', title} : undefined
}

function findSeparator({line, cells}: Line): Mistake | undefined {
  const at = {line, column: 1}
  const texts = cells.map(({text}) => text)
  if (/^sep=/i.test(texts.join('')))
    return mistakeAt(at, 'the first line is one for a spreadsheet, not the names of the columns', 'Remove this line.')
  const used = SEPARATORS.find(([mark]) =>
    texts.some(
      (text) => text.includes(mark) && text.split(mark).some((part) => columnOf(part.trim().toLowerCase(), [])),
    ),
  )
  return (
    used &&
    mistakeAt(
      at,
      `the cells are separated by ${used[1]}, not by commas`,
      'Save the file as CSV with commas, or replace them.',
    )
  )
}

function unknownIn(
  {line, cells}: Line,
  columns: readonly (Column | undefined)[],
  environments: readonly string[],
): readonly Mistake[] {
  return cells.flatMap((cell, index) => {
    if (columns[index]) return []
    if (cell.text === '') return [mistakeAt(cell, `column ${index + 1} has no name`, 'Name it, or remove the column.')]
    if (/e-?mail/i.test(cell.text))
      return [
        mistakeAt(cell, `the column ${show(cell.text)} is unknown`, 'awsup keeps no addresses: remove the column.'),
      ]
    const nearest = findNearest(cell.text, [...KINDS, ...environments])
    const hint =
      nearest === undefined
        ? `${EXAMPLE} Or a column for each environment: ${environments.join(', ')}.`
        : `Did you mean ${show(nearest)}?`
    return [mistakeAt({...cell, line}, `the column ${show(cell.text)} is unknown`, hint)]
  })
}

function repeatedIn({cells}: Line): readonly Mistake[] {
  const titles = cells.map(({text}) => text.toLowerCase())
  return cells.flatMap((cell, index) =>
    cell.text !== '' && titles.indexOf(cell.text.toLowerCase()) < index
      ? [mistakeAt(cell, `the column ${show(cell.text)} is there twice`, 'Keep one of the two.')]
      : [],
  )
}

/** What the header lacks, and what to do; undefined where a person can be read by it. */
function findMissing(columns: readonly (Column | undefined)[]): readonly [message: string, hint: string] | undefined {
  const has = (kind: Column['kind']): boolean => columns.some((column) => column?.kind === kind)
  if (!has('name')) return ['the first line has no column "name"', EXAMPLE]
  const isLong = has('environment') || has('role')
  if (isLong && has('role-in'))
    return [
      'the roles are written in two ways: in a column "role", and in columns of environments',
      'Keep environment and role, or one column for each environment.',
    ]
  if (has('role-in') || (has('environment') && has('role'))) return undefined
  if (isLong) return [`the first line has no column ${has('role') ? '"environment"' : '"role"'}`, EXAMPLE]
  return ['no column says who has which role', EXAMPLE]
}

import {READY_MADE} from '../../../access/team/role.js'
import type {Manifest} from '../../../manifest/manifest.js'
import {show} from '../../../manifest/read/show.js'
import {SHORTEST_SESSION_NAME, userName} from '../../../manifest/rules/names.js'
import {findNearest} from '../../../text/nearest.js'
import type {Column} from './columns.js'
import {mistakeAt, type Cell, type Found, type Line, type Mistake} from './mistake.js'

/** A role that a line gives a person in one environment. */
export interface Grant {
  readonly environment: string
  readonly role: string
  readonly cell: Cell
}

/** What one line says of a person; a switch is undefined where its cell is empty. */
export interface Row {
  readonly name: Cell
  readonly grants: readonly Grant[]
  readonly console: Switch | undefined
  readonly accessKey: Switch | undefined
}

export interface Switch {
  readonly isOn: boolean
  readonly cell: Cell
}

type Cells = ReadonlyMap<Column, Cell>

/** One line by the columns; undefined where it names nobody, or is empty. */
export function readRow(
  {line, cells}: Line,
  columns: readonly (Column | undefined)[],
  manifest: Manifest,
): Found<Row | undefined> {
  if (cells.every(({text}) => text === '')) return {found: undefined, mistakes: []}
  const tooMany = cells.slice(columns.length).find(({text}) => text !== '')
  if (tooMany ?? cells.length < columns.length) {
    const hint = `The first line has ${columns.length}. Is a comma ${tooMany ? 'too many, or a cell with a comma not in quotes' : 'missing'}?`
    return {
      found: undefined,
      mistakes: [mistakeAt(tooMany ?? {line, column: 1}, `the line has ${cells.length} cells`, hint)],
    }
  }
  const known: Cells = new Map(
    columns.flatMap((column, index) => {
      const cell = cells[index]
      return column && cell ? [[column, cell]] : []
    }),
  )
  const mistakes: Mistake[] = [...known].flatMap(([{title}, cell]) => marksIn(title, cell) ?? [])
  const isSound = (cell: Cell): boolean => !mistakes.some(({column}) => column === cell.column)
  const at = (kind: Column['kind']): Cell | undefined => [...known].find(([column]) => column.kind === kind)?.[1]
  const name = at('name')
  if (!name) return {found: undefined, mistakes}
  if (isSound(name)) mistakes.push(...wrongName(name, manifest))
  const grants = grantsIn(known, name)
  mistakes.push(...grants.mistakes)
  mistakes.push(
    ...grants.found.filter(({cell}) => isSound(cell)).flatMap((grant) => wrongGrant(grant, known, manifest)),
  )
  const password = readSwitch('console', at('console'))
  const accessKey = readSwitch('access-key', at('access-key'))
  mistakes.push(...[...password.mistakes, ...accessKey.mistakes].filter(({column}) => isSound({...name, column})))
  return {found: {name, grants: grants.found, console: password.found, accessKey: accessKey.found}, mistakes}
}

/** Control and format characters, and spaces that are none: nobody sees them, and a name with one is another name. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u

function marksIn(title: string, cell: Cell): Mistake | undefined {
  const {text} = cell
  const unseen = UNSEEN.exec(text)?.[0].codePointAt(0)
  if (unseen !== undefined) {
    const code = `U+${unseen.toString(16).toUpperCase().padStart(4, '0')}`
    return mistakeAt(cell, `${title} is ${show(text)}, with the invisible character ${code}`, 'Type the cell again.')
  }
  if (/^[-–—]+$/.test(text))
    return mistakeAt(cell, `${title} is ${show(text)}`, 'Leave a cell empty where it says nothing.')
  if (!/^[=+@-]/.test(text)) return undefined
  return mistakeAt(
    cell,
    `${title} is ${show(text)}, which a spreadsheet takes for a formula`,
    `Begin it with a letter or a digit.`,
  )
}

function wrongName(name: Cell, {identityCenter}: Manifest): readonly Mistake[] {
  if (name.text === '') return [mistakeAt(name, 'name is empty', 'Name the person, or remove the line.')]
  const broken = userName(name.text)
  if (broken) return [mistakeAt(name, `name is ${show(name.text)}, must ${broken.must}`, broken.hint)]
  // As a manifest says it of a person with roles: AWS names the session after the user.
  if (identityCenter || name.text.length >= SHORTEST_SESSION_NAME) return []
  return [mistakeAt(name, `name is ${show(name.text)}, must have two characters at least`, 'Give a longer name.')]
}

function grantsIn(cells: Cells, name: Cell): Found<readonly Grant[]> {
  const inColumns = [...cells].filter(([{kind}]) => kind === 'role-in')
  if (inColumns.length > 0) {
    const found = inColumns.flatMap(([{title}, cell]) =>
      cell.text === '' ? [] : [{environment: title, role: cell.text, cell}],
    )
    const none = mistakeAt(name, `${show(name.text)} has no role`, 'Give one in at least one environment.')
    return {found, mistakes: found.length === 0 && name.text !== '' ? [none] : []}
  }
  const [environment, role] = (['environment', 'role'] as const).map(
    (kind) => [...cells].find(([column]) => column.kind === kind)?.[1],
  )
  if (!environment || !role) return {found: [], mistakes: []}
  const mistakes = [
    ...(environment.text === '' ? [mistakeAt(environment, 'environment is empty', 'Name one of awsup.yaml.')] : []),
    ...(role.text === '' ? [mistakeAt(role, 'role is empty', 'For example: developer')] : []),
  ]
  return {found: [{environment: environment.text, role: role.text, cell: role}], mistakes}
}

function wrongGrant({environment, role, cell}: Grant, cells: Cells, manifest: Manifest): readonly Mistake[] {
  const place = [...cells].find(([{kind}]) => kind === 'environment')?.[1] ?? cell
  const environments = [...manifest.environments.keys()]
  const roles = [...new Set([...READY_MADE.keys(), ...manifest.roles.keys()])]
  const mistakes: Mistake[] = []
  if (environment !== '' && !environments.includes(environment))
    mistakes.push(
      mistakeAt(
        place,
        `environment is ${show(environment)}, must be one of awsup.yaml`,
        meant(environment, environments),
      ),
    )
  if (role !== '' && !roles.includes(role))
    mistakes.push(
      mistakeAt(cell, `role is ${show(role)}, must be a role of awsup.yaml or a ready-made one`, meant(role, roles)),
    )
  const own = manifest.roles.get(role)?.environments
  if (own && environments.includes(environment) && !own.includes(environment))
    mistakes.push(
      mistakeAt(
        cell,
        `role is ${show(role)}, which ${environment} does not have`,
        `The role is in: ${own.join(', ')}.`,
      ),
    )
  return mistakes
}

function meant(text: string, known: readonly string[]): string {
  const nearest = findNearest(text, known)
  return nearest === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${show(nearest)}?`
}

function readSwitch(title: string, cell: Cell | undefined): Found<Switch | undefined> {
  if (!cell || cell.text === '') return {found: undefined, mistakes: []}
  const text = cell.text.toLowerCase()
  if (text === 'yes' || text === 'no') return {found: {isOn: text === 'yes', cell}, mistakes: []}
  return {found: undefined, mistakes: [mistakeAt(cell, `${title} is ${show(cell.text)}, must be yes or no`)]}
}

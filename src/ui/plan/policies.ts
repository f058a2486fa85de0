import {renderSafe} from '../text/safe.js'

type Fields = Readonly<Record<string, unknown>>

/** A role's policies before and after, by their statements' names: `access: + OwnItems, ~ OwnObjects`. */
export function renderPolicies(from: unknown, to: unknown): string {
  const [before, after] = [fieldsOf(from), fieldsOf(to)]
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.flatMap((name) => {
    const marks = renderStatements(statementsOf(before[name]), statementsOf(after[name]))
    return marks.length === 0 ? [] : [`${renderSafe(name)}: ${marks.join(', ')}`]
  })
  return changed.length === 0 ? '(not set)' : changed.join('; ')
}

function renderStatements(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const marked = [...new Set([...before.keys(), ...after.keys()])].map((sid) => {
    if (before.get(sid) === after.get(sid)) return undefined
    const mark = before.has(sid) ? (after.has(sid) ? '~' : '-') : '+'
    return `${mark} ${renderSafe(sid)}`
  })
  return marked.filter((one) => one !== undefined)
}

/** Name of each statement, or its place in the document → what it says. */
function statementsOf(document: unknown): ReadonlyMap<string, string> {
  const {Statement: statements = []} = fieldsOf(document)
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements]
  return new Map(
    list.map((statement, index) => {
      const {Sid: sid} = fieldsOf(statement)
      return [typeof sid === 'string' && sid !== '' ? sid : `#${index + 1}`, JSON.stringify(statement)]
    }),
  )
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? {...value} : {})

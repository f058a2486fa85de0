import {invalid} from './refusals.js'
import type {Attributes} from './tables.js'

/** `{AttributePath: 'name.givenName', AttributeValue: 'Alice'}` */
interface Change {
  readonly AttributePath: string | undefined
  readonly AttributeValue?: unknown
}

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/** Documents name members as SCIM does; what is kept names them as the API answers them. */
function toMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toMembers)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined && inner !== null)
      .map(([name, inner]) => [upperFirst(name), toMembers(inner)]),
  )
}

/**
 * Attributes after one change, by its path: without a value the attribute goes (API reference, AttributeOperation).
 *
 * @param known names that attributes may have
 * @throws ServiceError ValidationException
 */
export function changeAttribute(
  attributes: Attributes,
  {AttributePath = '', AttributeValue}: Change,
  known: ReadonlySet<string>,
): Attributes {
  const [first = '', second, ...rest] = AttributePath.split('.').map(upperFirst)
  if (!known.has(first) || rest.length > 0) throw invalid(`The attribute path ${AttributePath} is not supported.`)
  const value = toMembers(AttributeValue ?? undefined)
  if (second === undefined) return withMember(attributes, first, value)
  const inner = attributes[first]
  if (inner !== undefined && !isObject(inner)) throw invalid(`The attribute path ${AttributePath} is not supported.`)
  return withMember(attributes, first, withMember(inner ?? {}, second, value))
}

function withMember(attributes: Attributes, name: string, value: unknown): Attributes {
  const others = Object.entries(attributes).filter(([other]) => other !== name)
  return Object.fromEntries(value === undefined ? others : [...others, [name, value]])
}

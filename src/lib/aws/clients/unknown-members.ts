/**
 * What an answer holds that this SDK does not know, by place: AWS adds members to its answers at any time, and the SDK
 * drops those that are newer than itself.
 */
export interface Unknown {
  /** Name → value as AWS sent it. */
  readonly members: ReadonlyMap<string, unknown>
  /** Known member → what is unknown below it. */
  readonly below: ReadonlyMap<string, Unknown>
  /** Elements of a list, each with what it says of itself that is known. */
  readonly elements: readonly {readonly known: object; readonly unknown: Unknown}[]
}

/**
 * Compares an answer as it came with what the SDK made of it; `undefined` where nothing is unknown. A member that says
 * nothing (null, or an empty text as XML has it) is no setting. Pure.
 */
export function findUnknown(raw: unknown, known: unknown): Unknown | undefined {
  if (Array.isArray(raw) && Array.isArray(known)) return findInList(raw, known)
  if (!isObject(raw) || !isObject(known)) return undefined
  const members = new Map<string, unknown>()
  const below = new Map<string, Unknown>()
  for (const [name, value] of Object.entries(raw)) {
    if (value === null || value === undefined || value === '' || !/^\w+$/.test(name)) continue
    if (known[name] === undefined) members.set(name, value)
    else {
      const found = findUnknown(value, known[name])
      if (found) below.set(name, found)
    }
  }
  return members.size + below.size === 0 ? undefined : {members, below, elements: []}
}

/** An element that the SDK dropped (null) moves the others: then nothing can be said about any. */
function findInList(raw: readonly unknown[], known: readonly unknown[]): Unknown | undefined {
  if (raw.length !== known.length) return undefined
  const elements = raw.flatMap((value, index) => {
    const unknown = findUnknown(value, known[index])
    const element = known[index]
    return unknown && isObject(element) ? [{known: element, unknown}] : []
  })
  return elements.length === 0 ? undefined : {members: new Map(), below: new Map(), elements}
}

/** Places as people read them: `PasswordPolicy.FutureRule`. Sorted. Pure. */
export const namesOf = (unknown: Unknown | undefined, path = ''): readonly string[] =>
  unknown === undefined
    ? []
    : [
        ...[...unknown.members.keys()].map((name) => `${path}${name}`),
        ...[...unknown.below].flatMap(([name, found]) => namesOf(found, `${path}${name}.`)),
        ...unknown.elements.flatMap((element) => namesOf(element.unknown, path)),
      ].sort()

/**
 * A request with what is unknown put back where it was. Members that the request has stay; a place that it does not have
 * was taken out on purpose, or is none that this request sets. Elements of a list are the same when they are equal,
 * or agree in what names them. Pure.
 */
export function putBack(request: unknown, unknown: Unknown): unknown {
  if (Array.isArray(request)) {
    return request.map((element: unknown) => {
      const same = unknown.elements.find(({known}) => isSame(known, element))
      return same ? putBack(element, same.unknown) : element
    })
  }
  if (!isObject(request)) return request
  const changed = [...unknown.below].flatMap(([name, found]) =>
    request[name] === undefined ? [] : [[name, putBack(request[name], found)] as const],
  )
  return {...Object.fromEntries(unknown.members), ...request, ...Object.fromEntries(changed)}
}

/** What names an element: `ProviderName`, `ClientId`, `Claim`. */
const NAMING = /(?:Name|Id|Identifier|Claim|Value|Type|Key)$/

function isSame(known: object, element: unknown): boolean {
  if (!isObject(element)) return false
  if (JSON.stringify(element) === JSON.stringify(known)) return true
  const naming = Object.entries(known).filter(([name, value]) => NAMING.test(name) && typeof value === 'string')
  return naming.length > 0 && naming.every(([name, value]) => element[name] === value)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

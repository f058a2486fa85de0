import {accountIn, onlyOf, type Found, type FoundPool} from './found.js'
import {IDENTITY_POOL_ID, makePart, USER_POOL_ID, type Part} from './part.js'

/** Whether it is what `terraform output -json` prints: `{name: {sensitive, type, value}}`. */
export const isTerraformOutputs = (root: Part): boolean => {
  const entries = root.entries()
  return (
    entries.length > 0 &&
    entries.every(([, part]) => isObject(part.value) && 'value' in part.value && 'sensitive' in part.value)
  )
}

/** A text in an output, with the names on the way to it; a place in a list is no name. */
interface Text {
  readonly names: readonly string[]
  readonly value: string
}

/**
 * Outputs have names of the reader's own, so ids are known by their shapes, also in objects, maps and lists; a client's looks
 * like many other things and is taken by the word client in a name. Sensitive ones are not looked at. Several pools are told
 * apart by a name that is different in each, such as an environment's. Throws UsageError where there is none: a state tells
 * which client belongs to which.
 */
export function readTerraformOutputs(file: string, root: Part): Found {
  const texts = root
    .entries()
    .filter(([, part]) => part.at('sensitive').value !== true)
    .flatMap(([name, part]) => textsIn(part.at('value'), [name]))
  const pools = texts
    .flatMap(({names, value}) => {
      const id = poolIdIn(value)
      return id === undefined ? [] : [{names, value: id}]
    })
    .filter(({value}, index, all) => all.findIndex((one) => one.value === value) === index)
  const [only, another] = pools
  const found = !only
    ? []
    : !another
      ? [poolIn(file, {userPoolId: only.value, texts})]
      : severalIn(file, root, {pools, texts})
  return {pools: found, outputs: [], notes: []}
}

function severalIn(
  file: string,
  root: Part,
  {pools, texts}: {readonly pools: readonly Text[]; readonly texts: readonly Text[]},
): readonly FoundPool[] {
  const labels = labelsOf(pools)
  if (!labels) {
    throw root.refuse(
      `has several user pools (${pools.map(({value}) => value).join(', ')}): import the state itself, which tells what belongs to which`,
    )
  }
  return pools.map(({value}, index) => {
    const label = labels[index] ?? ''
    const own = texts.filter(({names}) =>
      names.some((name) => plainName(name) === label || wordsOf(name).includes(label)),
    )
    return {...poolIn(file, {userPoolId: value, texts: own, label}), environment: label, from: `${file}, ${label}`}
  })
}

/** A name for each pool: the first place on the ways to them where all names are different. */
function labelsOf(pools: readonly Text[]): readonly string[] | undefined {
  const most = Math.max(0, ...pools.map(({names}) => names.length))
  for (let place = 0; place < most; place += 1) {
    const labels = pools.map(({names}) => plainName(names[place] ?? ''))
    if (labels.every((label) => label !== '') && new Set(labels).size === pools.length) return labels
  }
  return undefined
}

interface OwnTexts {
  readonly userPoolId: string
  readonly texts: readonly Text[]
  /** The name that tells it from others. */
  readonly label?: string
}

function poolIn(file: string, {userPoolId, texts, label}: OwnTexts): FoundPool {
  const identityPools = distinct(texts.flatMap(({value}) => (IDENTITY_POOL_ID.pattern.test(value) ? [value] : [])))
  const clients: Record<string, string> = {}
  for (const {names, value} of texts.filter(isClient)) {
    const wish = plainName(names.at(-1) ?? '', label) || 'web'
    const name = wish in clients ? `${wish}-${Object.keys(clients).length + 1}` : wish
    if (!Object.values(clients).includes(value)) clients[name] = value
  }
  return {
    userPoolId,
    accountId: onlyOf(distinct(texts.flatMap(({value}) => accountIn(value) ?? []))),
    clients,
    identityPoolId: onlyOf(identityPools),
    from: file,
  }
}

/** The id itself, or what ends with one: an ARN, the name of the provider. */
function poolIdIn(value: string): string | undefined {
  const id =
    /^(?:arn:[\w-]+:cognito-idp:.*:userpool\/|(?:https:\/\/)?cognito-idp\.[^/]+\/)?([^/:]+)$/.exec(value)?.[1] ?? ''
  return USER_POOL_ID.pattern.test(id) ? id : undefined
}

/** Named as an id, or as AWS makes them: 25 or 26 letters and digits. */
const isClient = ({names, value}: Text): boolean =>
  names.some((name) => /client/i.test(name)) &&
  (names.some((name) => /ids?$/i.test(name))
    ? /^[a-z0-9]{20,32}$/.test(value)
    : /^(?=.*\d)(?=.*[a-z])[a-z0-9]{25,26}$/.test(value))

function textsIn(part: Part, names: readonly string[]): readonly Text[] {
  const {value} = part
  if (typeof value === 'string') {
    const inner = objectIn(value)
    return inner === undefined ? [{names, value}] : textsIn(makePart('', part.path, inner), names)
  }
  if (Array.isArray(value)) return part.items().flatMap((item) => textsIn(item, names))
  return isObject(value) ? part.entries().flatMap(([name, below]) => textsIn(below, [...names, name])) : []
}

/** What `jsonencode` made of an object or a list. */
function objectIn(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** `web_client_id` → `web`; `dev_user_pool_id` → `dev`; `client_id` → nothing. Without the label where there is one. */
const plainName = (name: string, label?: string): string =>
  wordsOf(name)
    .filter((word) => word !== label)
    .join('_')

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .split(/[_-]+/)
    .filter(
      (word) => word !== '' && !/^(user|pools?|userpool|cognito|auth|app|clients?|ids?|arns?|identity)$/i.test(word),
    )

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)]

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

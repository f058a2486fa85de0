import type {Auth, Environment, Manifest} from '../manifest.js'

/** What is kept of a manifest: `lengths` of the parts in the first line, then text, head and the auths, one behind the other. */
interface Head {
  /** All but the environments, packed. */
  readonly rest: unknown
  /** In the order of the file. */
  readonly environments: readonly Row[]
}

/** `null` stands for `undefined`; where the packed auth begins and ends: most environments share one. */
type Row = readonly [
  ...names: readonly [name: string, region: string, isProtected: boolean, email: string | null],
  account: unknown,
  values: unknown,
  from: number,
  to: number,
]

/**
 * A manifest that the parser took, with the text that it was; `undefined` where it holds what JSON and `Map` cannot say.
 * `unpackManifest` answers the same manifest for the same text.
 */
export function packManifest(manifest: Manifest, text: string): Buffer | undefined {
  try {
    const {environments, ...rest} = manifest
    const places = new Map<string, readonly [number, number]>()
    const parts: Buffer[] = []
    let end = 0
    const placeOf = (auth: Auth): readonly [number, number] => {
      const packed = JSON.stringify(pack(auth))
      const known = places.get(packed)
      if (known) return known
      const part = Buffer.from(packed)
      const place = [end, end + part.length] as const
      end += part.length
      parts.push(part)
      places.set(packed, place)
      return place
    }
    const head: Head = {
      rest: pack(rest),
      environments: [...environments.values()].map((environment) => {
        const {name, region, protected: isProtected, email, account, values, auth, ...more} = environment
        if (Object.keys(more).length > 0) throw new NotPlain()
        return [name, region, isProtected, email ?? null, pack(account), pack(values), ...placeOf(auth)]
      }),
    }
    const [written, headed] = [Buffer.from(text), Buffer.from(JSON.stringify(head))]
    return Buffer.concat([Buffer.from(`${written.length} ${headed.length}\n`), written, headed, ...parts])
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

/**
 * The manifest of this very text; `undefined` where another was kept. What is asked for is unpacked when it is first read: of a
 * thousand environments most commands ask for one.
 */
export function unpackManifest(packed: Buffer, text: string): Manifest | undefined {
  const line = packed.indexOf('\n')
  const [length = NaN, headLength = NaN] = packed.toString('latin1', 0, line).split(' ').map(Number)
  const start = line + 1 + length
  if (!packed.subarray(line + 1, start).equals(Buffer.from(text))) return undefined
  const head: unknown = JSON.parse(packed.toString('utf8', start, start + headLength))
  if (!isHead(head)) return undefined
  const auths = packed.subarray(start + headLength)
  const rest = unpack(head.rest)
  const readAuth = (from: number, to: number): unknown => unpack(JSON.parse(auths.toString('utf8', from, to)))
  const environments = new KeptEnvironments(head.environments, readAuth)
  const manifest = {...(isObject(rest) ? rest : {}), environments}
  return isManifest(manifest) ? manifest : undefined
}

/** Environments by name, each unpacked when it is first asked for. */
class KeptEnvironments implements ReadonlyMap<string, Environment> {
  private readonly rows: ReadonlyMap<string, Row>
  private readonly found = new Map<string, Environment>()
  private readonly readAuth: (from: number, to: number) => unknown

  constructor(rows: readonly Row[], readAuth: (from: number, to: number) => unknown) {
    this.rows = new Map(rows.map((row) => [row[0], row]))
    this.readAuth = readAuth
  }

  get size(): number {
    return this.rows.size
  }

  has(name: string): boolean {
    return this.rows.has(name)
  }

  keys(): MapIterator<string> {
    return this.rows.keys()
  }

  get(name: string): Environment | undefined {
    const row = this.rows.get(name)
    if (row === undefined) return undefined
    const known = this.found.get(name) ?? this.make(row)
    this.found.set(name, known)
    return known
  }

  values(): MapIterator<Environment> {
    return this.whole().values()
  }

  entries(): MapIterator<[string, Environment]> {
    return this.whole().entries()
  }

  [Symbol.iterator](): MapIterator<[string, Environment]> {
    return this.whole().entries()
  }

  forEach(call: (environment: Environment, name: string, all: ReadonlyMap<string, Environment>) => void): void {
    for (const [name, environment] of this.whole()) call(environment, name, this)
  }

  private whole(): ReadonlyMap<string, Environment> {
    return new Map([...this.rows.values()].map((row) => [row[0], this.get(row[0]) ?? this.make(row)]))
  }

  private make([name, region, isProtected, email, account, packed, from, to]: Row): Environment {
    const {readAuth} = this
    let values: Environment['values'] | undefined
    let auth: Auth | undefined
    return {
      name,
      region,
      protected: isProtected,
      email: email ?? undefined,
      account: requireShape(unpack(account), isAccount),
      get auth() {
        return (auth ??= requireShape(readAuth(from, to), isAuth))
      },
      get values() {
        return (values ??= requireShape(unpack(packed), isValues))
      },
    }
  }
}

function requireShape<T>(value: unknown, is: (value: unknown) => value is T): T {
  if (is(value)) return value
  throw new Error('an environment was kept in part')
}

// What has the right key and every byte of what this build wrote is what `packManifest` made: its shape is not asked again.
const isHead = (value: unknown): value is Head => isObject(value) && Array.isArray(value['environments'])
const isManifest = (value: unknown): value is Manifest => isObject(value) && typeof value['project'] === 'string'
const isAccount = (value: unknown): value is Environment['account'] => value === undefined || isObject(value)
const isValues = (value: unknown): value is Environment['values'] => value instanceof Map
const isAuth = (value: unknown): value is Auth => isObject(value)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

class NotPlain extends Error {}

/** What JSON has no word for: the only key of an object. */
const MARK = '$'

function pack(value: unknown): unknown {
  if (value === undefined) return {[MARK]: 0}
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value
  if (Array.isArray(value)) return Array.from(value, pack)
  if (value instanceof Map) return {[MARK]: [...value].map(([key, one]) => [pack(key), pack(one)])}
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) throw new NotPlain()
  if (Object.hasOwn(value, MARK) || Object.hasOwn(value, '__proto__')) throw new NotPlain()
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, pack(one)]))
}

function unpack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unpack)
  if (MARK in value) {
    const entries = value[MARK]
    if (!Array.isArray(entries)) return undefined
    return new Map(entries.map((entry: readonly unknown[]) => [unpack(entry[0]), unpack(entry[1])]))
  }
  const found: Record<string, unknown> = {}
  for (const [key, one] of Object.entries(value)) found[key] = unpack(one)
  return found
}

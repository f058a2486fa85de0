import {generateSync} from 'otplib'

/** By member, as the SDK takes and gives it. */
export type Members = Readonly<Record<string, unknown>>

/**
 * What is sent, with what stands for something else in its place: `"$pool"` is what was kept under that name, and
 * `${pool}` the same inside a text; `{"$json": …}` is that value as a JSON text, `{"$policy": […]}` the text of a policy of
 * these statements; `{"$totp": "$secret"}` is what an authenticator with that secret shows now; `{"$repeat": ["a", 3]}` is `aaa`; and `{"$list": [item, 3]}` a list of three, `${n}` counting from 1.
 *
 * @throws TypeError for a name that no step kept.
 */
export const fill = (members: Members, kept: ReadonlyMap<string, unknown>): Members =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [fillText(name, kept), fillValue(value, kept)] as const),
  )

/** What stands for something else. */
interface Written {
  readonly $json?: unknown
  readonly $policy?: unknown
  readonly $totp?: string
  readonly $repeat?: readonly [text: string, times: number]
  readonly $list?: readonly [item: unknown, length: number]
}

function fillValue(value: unknown, kept: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === 'string') return /^\$\w+$/.test(value) ? keptAs(value.slice(1), kept) : fillText(value, kept)
  if (Array.isArray(value)) return value.map((item) => fillValue(item, kept))
  if (typeof value !== 'object' || value === null) return value
  const written = value as Written
  if (written.$json !== undefined) return JSON.stringify(fillValue(written.$json, kept))
  if (written.$policy) return fillValue({$json: {Version: '2012-10-17', Statement: written.$policy}}, kept)
  if (written.$totp) return generateSync({secret: String(fillValue(written.$totp, kept))})
  if (written.$repeat) return written.$repeat[0].repeat(written.$repeat[1])
  if (written.$list) {
    const [item, length] = written.$list
    return Array.from({length}, (_, index) => fillValue(item, new Map([...kept, ['n', index + 1]])))
  }
  return fill(value as Members, kept)
}

const fillText = (text: string, kept: ReadonlyMap<string, unknown>): string =>
  text.replace(/\$\{(\w+)\}/g, (_found, name: string) => String(keptAs(name, kept)))

function keptAs(name: string, kept: ReadonlyMap<string, unknown>): unknown {
  if (!kept.has(name)) throw new TypeError(`no step kept ${name}`)
  return kept.get(name)
}

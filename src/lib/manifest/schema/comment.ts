/** What the comment above a key says. */
export interface About {
  readonly text: string
  readonly isPermanent: boolean
  readonly default?: unknown
  readonly examples: readonly unknown[]
  /** Word → what it means. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * A comment such as
 *
 *     Whether … does.
 *     @default true
 *     @permanent
 *     @example a text, or JSON
 *     @value word What it means.
 */
export function readComment(comment: string): About {
  const [text = '', ...tags] = comment.split(/^@/m).map((part) => part.trim().replaceAll(/\s*\n\s*/g, ' '))
  const said = (name: string): readonly string[] =>
    tags.filter((tag) => tag === name || tag.startsWith(`${name} `)).map((tag) => tag.slice(name.length).trim())
  const known = ['default', 'permanent', 'example', 'value']
  const wrong = tags.find((tag) => !known.includes(/^\w+/.exec(tag)?.[0] ?? ''))
  if (text === '' || wrong !== undefined) throw new Error(`the comment of a key cannot be read: ${comment}`)
  const [value] = said('default')
  return {
    text,
    isPermanent: said('permanent').length > 0,
    ...(value !== undefined && {default: jsonOr(value)}),
    examples: said('example').map(jsonOr),
    values: new Map(said('value').map((one) => [one.replace(/ .*/, ''), one.replace(/^\S+ /, '')])),
  }
}

const jsonOr = (text: string): unknown => (/^(["[\d]|true$|false$)/.test(text) ? (JSON.parse(text) as unknown) : text)

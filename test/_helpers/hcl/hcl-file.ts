/** What stands in a file of HCL besides literals: everything that Terraform would look up, run or make. */
export interface HclFile {
  /** Of every block at any depth: `resource`, `lifecycle`. */
  readonly blocks: ReadonlySet<string>
  /** First labels of blocks: `aws_iam_role`. */
  readonly labels: ReadonlySet<string>
  /** `aws_iam_role.web.arn`, bare or in a template. */
  readonly references: ReadonlySet<string>
  readonly functions: ReadonlySet<string>
  /** Texts as Terraform reads them; the references within stand as `${…}`. */
  readonly texts: readonly string[]
}

/**
 * Reads a whole file: comments, blocks, arguments, literals, references, calls of functions. Written from HCL's native
 * syntax specification. Throws on everything else that there is in HCL (conditions, `for`, heredocs, directives …), on other
 * comments than `#`, and on what is no HCL.
 */
export function readHclFile(text: string): HclFile {
  const [blocks, labels, references, functions] = [1, 2, 3, 4].map(() => new Set<string>()) as [
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
  ]
  const texts: string[] = []
  let at = 0

  const fail = (what: string): never => {
    throw new Error(`${what}, at ${JSON.stringify(text.slice(Math.max(0, at - 30), at + 60))}`)
  }
  const match = (pattern: RegExp): string | undefined => {
    const sticky = new RegExp(pattern, 'uy')
    sticky.lastIndex = at
    const found = sticky.exec(text)?.[0]
    at += found?.length ?? 0
    return found
  }
  const blank = (): unknown => match(/[ \t]*/)
  const lines = (): void => {
    while (match(/(?:[ \t]|\r?\n)+|#[^\n]*/) !== undefined);
  }
  const need = (pattern: RegExp, what: string): string => match(pattern) ?? fail(`${what} is missing`)

  const string = (): string => {
    need(/"/, 'a quote')
    let said = ''
    for (;;) {
      const plain = match(/(?:[^"\\$%\r\n]|\$(?!\$?\{)|%(?!%?\{))+/)
      const escaped =
        plain === undefined ? match(/\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\$\$\{|%%\{/) : undefined
      if (plain !== undefined) said += plain
      else if (escaped !== undefined) said += meaning(escaped)
      else if (match(/\$\{/) !== undefined) {
        said += `\${${reference()}}`
        need(/\}/, 'the end of a template')
      } else if (match(/"/) !== undefined) break
      else fail('no text goes on so')
    }
    texts.push(said)
    return said
  }
  const reference = (): string => {
    const found = need(/[\p{ID_Start}_][\p{ID_Continue}-]*(?:\.[\p{ID_Start}_][\p{ID_Continue}-]*|\[\d+\])*/u, 'a name')
    references.add(found)
    return found
  }
  const expression = (): void => {
    const next = text.charAt(at)
    if (next === '"') string()
    else if (match(/\[/) !== undefined) items(/\]/, expression)
    else if (match(/\{/) !== undefined)
      items(/\}/, () => {
        if (text.charAt(at) === '"') string()
        else need(/[\p{ID_Start}_][\p{ID_Continue}-]*/u, 'a key')
        blank()
        need(/=(?!=)/, 'a sign')
        blank()
        expression()
      })
    else if (
      match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/) === undefined &&
      match(/(?:true|false|null)(?![\w.(-])/) === undefined
    )
      call()
  }
  const call = (): void => {
    const found = reference()
    if (match(/\(/) === undefined) return
    references.delete(found)
    functions.add(found)
    items(/\)/, expression)
  }
  const items = (end: RegExp, one: () => void): void => {
    lines()
    while (match(end) === undefined) {
      one()
      blank()
      match(/,/)
      lines()
    }
  }
  const body = (end: RegExp): void => {
    lines()
    while (match(end) === undefined) {
      if (at >= text.length) fail('the text ends too soon')
      const name =
        text.charAt(at) === '"' ? string() : need(/[\p{ID_Start}_][\p{ID_Continue}-]*/u, 'a block or an argument')
      blank()
      if (match(/=(?!=)/) !== undefined) {
        blank()
        expression()
      } else block(name)
      blank()
      if (text.charAt(at) !== '}') need(/\r?\n/, 'the end of a line')
      lines()
    }
  }
  const block = (name: string): void => {
    blocks.add(name)
    let isFirst = true
    while (text.charAt(at) === '"') {
      const label = string()
      if (isFirst) labels.add(label)
      isFirst = false
      blank()
    }
    need(/\{/, 'the body of a block')
    body(/\}/)
  }
  body(/$(?![^])/)
  return {blocks, labels, references, functions, texts}
}

const meaning = (escaped: string): string =>
  escaped.startsWith('\\') ? (JSON.parse(`"${escaped.replace(/^\\U0000/, '\\u')}"`) as string) : escaped.slice(1)

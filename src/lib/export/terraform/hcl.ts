/** Marks what is HCL already: no data of AWS's can be taken for it. */
const CODE: unique symbol = Symbol('HCL')

/** Text that stands in the file as it is: a reference, a template, a call's name. */
export interface Code {
  readonly [CODE]: string
  /** What the call is given; absent where it is no call. */
  readonly argument?: Value
}

/** What an argument can be: plain data, or code. `undefined` in a map or a list does not exist. */
export type Value =
  string | number | boolean | null | undefined | Code | readonly Value[] | {readonly [name: string]: Value}

/** A block: arguments first, then blocks, each group with an empty line before it. */
export interface Block {
  readonly type: string
  readonly labels?: readonly string[] | undefined
  /** Lines above it. */
  readonly comment?: readonly string[] | undefined
  readonly arguments?: Readonly<Record<string, Value>> | undefined
  readonly blocks?: readonly Block[] | undefined
}

/** A reference such as `aws_iam_role.authenticated.arn`, or any other code on one line. */
export const code = (text: string): Code => ({[CODE]: text})

/** A function of Terraform's on one argument: `jsonencode({ … })`. */
export const call = (name: string, argument: Value): Code => ({[CODE]: name, argument})

/** Text, or what will be one. */
export type Text = string | Code

/** Text with references in it; without any it is that text, and one reference alone is that reference. */
export function template(parts: readonly Text[]): Text {
  const [only = '', ...more] = parts.filter((part) => part !== '')
  if (more.length === 0) return only
  if (parts.every((part) => typeof part === 'string')) return parts.join('')
  const texts = parts.map((part) => (typeof part === 'string' ? escaped(part) : `\${${part[CODE]}}`))
  return code(`"${texts.join('')}"`)
}

export const isCode = (value: Value): value is Code => typeof value === 'object' && value !== null && CODE in value

/** What a reference or template is written as; a call's name. */
export const textOf = (value: Code): string => value[CODE]

/** A string as HCL has it between quotes, on one line (HCL native syntax specification, "Template Literals"). */
export const quoted = (text: string): string => `"${escaped(text)}"`

// A template opens with `${` or `%{` and with nothing else, whatever stands before it.
const SPECIAL = /["\\\n\r\t]|\p{Cc}|\u2028|\u2029|\$\{|%\{/gu

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '${': '$${',
  '%{': '%%{',
}

// Half a character cannot be in a file; AWS answers none.
const escaped = (text: string): string =>
  Buffer.from(text)
    .toString()
    .replaceAll(SPECIAL, (found) => SHORT[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A key of awsup.yaml: where it stands, and its value where that is one plain word. */
export interface Entry {
  readonly path: readonly string[]
  readonly value: string
}

/** Deeper than any name that is offered: `environments.dev.auth.clients.web.type`. */
const DEEPEST = 6
/** Of all entries. More than a person has, and a bound on what a hostile file can cost. */
const MOST = 50_000

const BLANK = /[ \t]/
/** A plain key of a block with its colon, found in one pass however long the line is. */
const PLAIN_KEY = /^([^\s#&*!|>'"%@`{}[\],](?:[^:]|:(?=\S))*):(?=\s|$)/
const LONGEST_KEY = 300

interface Level {
  readonly indent: number
  readonly path: readonly string[]
}

/**
 * The keys of a YAML file, in its order, of blocks and of `{…}`, with aliases (`*name`) followed once. No parser: it
 * takes a tenth of the time, and it finds the names of a file that is broken or half typed, too. What it does not know
 * it passes over. Linear in the length; never throws.
 */
export function scanKeys(text: string): readonly Entry[] {
  const scan = new Scan(text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/))
  scan.run()
  return scan.withAliases()
}

class Scan {
  private readonly entries: Entry[] = []
  private readonly anchors = new Map<string, readonly string[]>()
  private readonly aliases: {readonly path: readonly string[]; readonly name: string}[] = []
  private levels: Level[] = []
  private line = 0
  private column = 0

  private readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    this.lines = lines
  }

  run(): void {
    for (; this.line < this.lines.length && this.entries.length < MOST; this.line++) this.readLine()
  }

  withAliases(): readonly Entry[] {
    const copies = this.aliases.slice(0, 100).flatMap(({path, name}) => {
      const from = this.anchors.get(name)
      if (!from) return []
      return this.entries
        .filter((entry) => entry.path.length > from.length && from.every((key, index) => entry.path[index] === key))
        .map((entry) => ({...entry, path: [...path, ...entry.path.slice(from.length)]}))
    })
    return [...this.entries, ...copies]
  }

  private readLine(): void {
    const text = this.lines[this.line] ?? ''
    let indent = text.search(/[^ ]/)
    if (indent === -1 || text[indent] === '#') return
    // An item of a list: its keys stand further to the right.
    while (/^-(\s|$)/.test(text.slice(indent, indent + 2))) {
      const rest = text.slice(indent + 1).search(/[^ ]/)
      if (rest === -1) return
      this.leave(indent)
      this.levels.push({indent, path: childOf(this.path, '-')})
      indent += 1 + rest
    }
    this.column = indent
    if (text[indent] === '{' || text[indent] === '[') {
      this.leave(indent)
      this.readFlow(this.path)
      return
    }
    const key = this.readKey(text)
    // No key: a text that goes on, or what git could not merge. What is open stays open.
    if (key === undefined) return
    this.leave(indent)
    const path = childOf(this.path, key)
    this.levels.push({indent, path})
    this.readValue(path, indent)
  }

  private get path(): readonly string[] {
    return this.levels.at(-1)?.path ?? []
  }

  private leave(indent: number): void {
    while ((this.levels.at(-1)?.indent ?? -1) >= indent) this.levels.pop()
  }

  /** The key at the column, which then stands behind its colon. */
  private readKey(text: string): string | undefined {
    const quote = text[this.column]
    if (quote === '"' || quote === "'") {
      const line = this.line
      const key = this.readQuoted()
      if (this.line !== line) return undefined
      const colon = /^\s*:(?=\s|$)/.exec(text.slice(this.column))
      if (!colon) return undefined
      this.column += colon[0].length
      return key
    }
    const found = PLAIN_KEY.exec(text.slice(this.column, this.column + LONGEST_KEY))
    if (!found || /\s#/.test(found[0])) return undefined
    this.column += found[0].length
    return found[1]?.trimEnd()
  }

  private readValue(path: readonly string[], indent: number): void {
    const text = this.lines[this.line] ?? ''
    for (;;) {
      while (BLANK.test(text[this.column] ?? '')) this.column++
      const property = /^([&!])(\S*)(?=\s|$)/.exec(text.slice(this.column))
      if (!property) break
      if (property[1] === '&') this.anchors.set(property[2] ?? '', path)
      this.column += property[0].length
    }
    const first = text[this.column]
    if (first === '{' || first === '[') {
      this.add(path, '')
      this.readFlow(path)
      return
    }
    if (first === '"' || first === "'") {
      this.add(path, this.readQuoted())
      return
    }
    if (first === '*') this.aliases.push({path, name: /^\*(\S*)/.exec(text.slice(this.column))?.[1] ?? ''})
    this.add(path, wordOf(text.slice(this.column)))
    if (first === '|' || first === '>') this.skipBlock(indent)
  }

  private add(path: readonly string[], value: string): void {
    if (path.length <= DEEPEST && this.entries.length < MOST) this.entries.push({path, value})
  }

  /** Past a text of many lines, whose lines may look like keys. */
  private skipBlock(indent: number): void {
    for (; this.line + 1 < this.lines.length; this.line++) {
      const next = this.lines[this.line + 1] ?? ''
      const start = next.search(/\S/)
      if (start !== -1 && start <= indent) return
    }
  }

  /** The text between quotes, over lines; the column then stands behind them. */
  private readQuoted(): string {
    const quote = this.lines[this.line]?.[this.column] ?? ''
    let found = ''
    this.column++
    for (; this.line < this.lines.length; this.line++, this.column = 0) {
      const text = this.lines[this.line] ?? ''
      for (; this.column < text.length; this.column++) {
        const character = text[this.column] ?? ''
        const next = text[this.column + 1] ?? ''
        if (character === quote && quote === "'" && next === "'") this.column++
        else if (character === quote) {
          this.column++
          return found
        } else if (character === '\\' && quote === '"') {
          // What is written with an escape is no name that is offered.
          found += `\\${next}`
          this.column++
          continue
        }
        found += character
      }
      found += '\n'
    }
    return found
  }

  /** `{…}` or `[…]` at the column, over lines, to its end or to that of the file. */
  private readFlow(path: readonly string[]): void {
    const open: {readonly isMap: boolean; readonly path: readonly string[]; key: readonly string[] | undefined}[] = []
    let word: string | undefined
    const close = (): void => {
      const top = open.at(-1)
      if (!top?.isMap || (word === undefined && !top.key)) return
      if (top.key) this.add(top.key, word ?? '')
      else this.add(childOf(top.path, word ?? ''), '')
      top.key = undefined
      word = undefined
    }
    for (; this.line < this.lines.length; this.line++, this.column = 0) {
      const text = this.lines[this.line] ?? ''
      while (this.column < text.length) {
        if (this.entries.length >= MOST) return
        const character = text[this.column] ?? ''
        const top = open.at(-1)
        const before = text[this.column - 1]
        if (character === '#' && (before === undefined || BLANK.test(before))) break
        if (character === '{' || character === '[') {
          const below = top?.isMap ? (top.key ?? top.path) : (top?.path ?? path)
          if (top?.isMap && top.key) this.add(top.key, '')
          if (top) top.key = undefined
          const at = top && !top.isMap ? childOf(below, '-') : below
          open.push({isMap: character === '{', path: at, key: undefined})
          word = undefined
        } else if (character === '}' || character === ']') {
          close()
          open.pop()
          word = undefined
          if (open.length === 0) return
        } else if (character === ',') {
          close()
          word = undefined
        } else if ((character === '"' || character === "'") && word === undefined) {
          const line = this.line
          word = this.readQuoted()
          // A key may be followed by its value at once: {"a":1}.
          if (top?.isMap && !top.key && this.line === line && text[this.column] === ':') {
            top.key = childOf(top.path, word)
            word = undefined
            this.column++
          }
          if (this.line !== line) break
          continue
        } else if (character === ':' && word !== undefined && /^[\s,[\]{}]?$/.test(text[this.column + 1] ?? '')) {
          if (top?.isMap && !top.key) {
            top.key = childOf(top.path, word)
            word = undefined
          }
        } else if (!BLANK.test(character)) {
          const plain = /^[^\s,[\]{}:]*(?::(?![\s,[\]{}]|$)[^\s,[\]{}:]*)*/.exec(
            text.slice(this.column, this.column + 300),
          )
          const found = plain?.[0] ?? ''
          if (found === '') {
            this.column++
            continue
          }
          this.column += found.length
          if (found.startsWith('&') && top?.isMap && top.key) this.anchors.set(found.slice(1), top.key)
          else if (found.startsWith('*') && top?.isMap && top.key)
            this.aliases.push({path: top.key, name: found.slice(1)})
          else if (!/^[&!]/.test(found)) word = word === undefined ? found : `${word} ${found}`
          continue
        }
        this.column++
      }
      if (this.line >= this.lines.length - 1) return
    }
  }
}

/** One level down, or not where nothing so deep is offered. */
const childOf = (path: readonly string[], key: string): readonly string[] =>
  path.length > DEEPEST ? path : [...path, key]

/** A plain value up to its comment. */
const wordOf = (text: string): string =>
  text
    .slice(0, 200)
    .replace(/(^|\s)#.*$/, '')
    .trim()

/** A fenced block of a page, in the order in which a person meets it. */
export interface Block {
  /** Line of the opening fence, from 1. */
  readonly line: number
  /** The first word after the fence, '' where there is none. */
  readonly language: string
  /** The second word: the file that the block is written to. */
  readonly file?: string
  readonly text: string
  /** What a comment `<!-- play: … -->` right before the block says about it. */
  readonly note?: string
}

/** A page as it is played. */
export interface Page {
  readonly blocks: readonly Block[]
  /** What `<!-- play: begin with … -->` says: the world in which the page is played. */
  readonly begin?: string
}

const BEGIN = /^begin with /
const COMMENT = /^ *<!-- play: (.*?) *-->$/
const FENCE = /^( *)(`{3,})(.*)$/

/** Reads the fenced blocks of a Markdown page. Throws where a block has no end, or a comment belongs to nothing. */
export function readPage(markdown: string): Page {
  const lines = markdown.split('\n')
  const blocks: Block[] = []
  let begin: string | undefined
  let note: {readonly text: string; readonly line: number} | undefined
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const comment = COMMENT.exec(line)?.[1]
    const fence = FENCE.exec(line)
    if (comment?.match(BEGIN)) begin = comment.replace(BEGIN, '')
    else if (comment !== undefined) note = {text: comment, line: at + 1}
    else if (fence) {
      const [, indent = '', ticks = '', info = ''] = fence
      const end = lines.findIndex((other, index) => index > at && other.trim() === ticks)
      if (end < 0) throw new Error(`line ${at + 1}: the block has no end`)
      const [language = '', file] = info.trim().split(/\s+/)
      const text = lines
        .slice(at + 1, end)
        .map((one) => one.slice(Math.min(indent.length, one.length - one.trimStart().length)))
        .join('\n')
      blocks.push({
        line: at + 1,
        language,
        text,
        ...(file === undefined ? {} : {file}),
        ...(note === undefined ? {} : {note: note.text}),
      })
      note = undefined
      at = end
    } else if (note !== undefined && line.trim() !== '') {
      throw new Error(`line ${note.line}: a comment of the player stands before no block`)
    }
  }
  if (note !== undefined) throw new Error(`line ${note.line}: a comment of the player stands before no block`)
  return {blocks, ...(begin === undefined ? {} : {begin})}
}

/** The code of a page outside of its blocks: `awsup plan`. Line breaks within are spaces, as Markdown has them. */
export const inlineCode = (markdown: string): readonly string[] =>
  Array.from(markdown.replaceAll(/^ *(`{3,})[\s\S]*?^ *\1$/gm, '').matchAll(/(?<!`)`([^`]+)`(?!`)/g), ([, code = '']) =>
    code.replaceAll(/\s+/g, ' '),
  )

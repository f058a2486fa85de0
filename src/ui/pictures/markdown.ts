import {plainText} from './escape.js'

/** The longest comment that GitHub takes, characters. */
export const MOST_CHARACTERS = 65_536

/**
 * A text of unknown origin in a comment: as code, with every mark that Markdown, HTML or GitHub reads as something written by
 * its number, and every beginning of a link. In code GitHub makes no mention of `@name`, and no link of `#1`. Pure.
 */
export const code = (text: string): string =>
  `<code>${plainText(text)
    .replaceAll(/[^\p{L}\p{N} ,.:"'(){}=+;/?%-]/gu, numbered)
    .replaceAll(/:(?=\/\/)|(?<=www)\./gi, numbered)}</code>`

const numbered = (mark: string): string => `&#${mark.codePointAt(0) ?? 0};`

/** Markdown that is written until it is full: what does not fit is left out and counted. */
export interface Draft {
  /** Whether it was written; always, where `must` says so. */
  add(text: string, must?: boolean): boolean
  readonly text: string
}

/** A draft of at most so many characters. */
export function openDraft(limit: number): Draft {
  const parts: string[] = []
  let length = 0
  return {
    add: (text, must = false) => {
      if (!must && length + text.length + 1 > limit) return false
      parts.push(text)
      length += text.length + 1
      return true
    },
    get text() {
      return parts.join('\n')
    },
  }
}

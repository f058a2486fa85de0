import {stripVTControlCharacters} from 'node:util'

type Stream = {readonly isTTY?: boolean; readonly columns?: number | undefined}

/**
 * How wide a terminal is, in columns; `undefined` where the text goes to a file or a pipe, or the width is not known:
 * nothing is wrapped then.
 */
export const columnsOf = ({isTTY, columns}: Stream): number | undefined =>
  isTTY === true && columns !== undefined && columns > 0 ? columns : undefined

/** Columns that a text takes: code points, which is what almost every terminal counts for the names that AWS allows. */
export const widthOf = (text: string): number =>
  PLAIN.test(text) ? text.length : Array.from(stripVTControlCharacters(text)).length

/** A column each: nearly every text. */
const PLAIN = /^[ -~]*$/

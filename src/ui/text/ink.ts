import {columnsOf} from './width.js'

/**
 * How text looks on a stream: ways to stress a piece of it, which on anything but a colour terminal leave it as it is, and
 * how much of it fits on a line.
 */
export interface Ink {
  /** Of the terminal; `undefined` where the text goes to a file or a pipe: nothing is wrapped then. */
  readonly columns?: number | undefined
  readonly bold: Stroke
  readonly dim: Stroke
  readonly red: Stroke
  readonly green: Stroke
  readonly yellow: Stroke
  readonly cyan: Stroke
}

type Stroke = (text: string) => string

const same: Stroke = (text) => text

export const PLAIN: Ink = {bold: same, dim: same, red: same, green: same, yellow: same, cyan: same}

type Stream = {readonly isTTY?: boolean; readonly columns?: number | undefined}

/** Colours when the stream is a terminal and NO_COLOR is unset or empty (no-color.org). chalk is loaded only then. */
export async function openInk(stream: Stream, env: NodeJS.ProcessEnv = process.env): Promise<Ink> {
  const columns = columnsOf(stream)
  if (!stream.isTTY || env['NO_COLOR'] || env['TERM'] === 'dumb')
    return columns === undefined ? PLAIN : {...PLAIN, columns}
  const {Chalk} = await import('chalk')
  const {bold, dim, red, green, yellow, cyan} = new Chalk({level: 1})
  return {columns, bold, dim, red, green, yellow, cyan}
}

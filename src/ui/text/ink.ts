/** Ways to stress a piece of text; on anything but a colour terminal each of them leaves it as it is. */
export interface Ink {
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

/** Colours when the stream is a terminal and NO_COLOR is unset or empty (no-color.org). chalk is loaded only then. */
export async function openInk(stream: {readonly isTTY?: boolean}, env: NodeJS.ProcessEnv = process.env): Promise<Ink> {
  if (!stream.isTTY || env['NO_COLOR'] || env['TERM'] === 'dumb') return PLAIN
  const {Chalk} = await import('chalk')
  return new Chalk({level: 1})
}

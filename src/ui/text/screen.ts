import {wrapLine} from './wrap.js'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const MOST_LINES = 8

/** Lines at the bottom of a terminal that are drawn again and again. */
export interface Screen {
  /** Something is different: draws at once if nothing is shown, else with the next frame. */
  changed(): void
  /** Takes the lines away until the next frame. */
  clear(): void
  close(): void
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & {readonly columns?: number}

/** At most ten frames a second and eight lines; the timer keeps no process alive. */
export function openScreen(stream: Stream, linesNow: () => readonly string[]): Screen {
  let shown = 0
  let frame = 0

  const clear = () => {
    // From the first column: a key that was pressed (^C) is echoed and moves the cursor.
    if (shown > 0) stream.write(`\r\u001b[${shown}A\u001b[0J`)
    shown = 0
  }

  const draw = () => {
    const lines = linesNow()
    const more = lines.length > MOST_LINES ? [`and ${lines.length - MOST_LINES} more`] : []
    frame = (frame + 1) % FRAMES.length
    const mark = FRAMES[frame] ?? ''
    const rows = [...lines.slice(0, MOST_LINES), ...more].flatMap((line) =>
      rowsOf(line, mark, (stream.columns ?? 80) - 1),
    )
    stream.write((shown > 0 ? `\r\u001b[${shown}A\u001b[0J` : '') + rows.map((row) => `${row}\n`).join(''))
    shown = rows.length
  }

  // A run that is ended at once, by a second Ctrl-C or a reader that went away, leaves no half a line.
  process.once('exit', clear)
  const timer = setInterval(() => (shown > 0 || linesNow().length > 0) && draw(), FRAME_MS).unref()
  return {
    changed: () => {
      if (frame === 0) draw()
    },
    clear,
    close: () => {
      clearInterval(timer)
      process.off('exit', clear)
      clear()
    },
  }
}

/**
 * A line that is under way, as rows of the terminal: their number must be known to take them away again, so that what
 * cannot be broken is cut. `width` is one less than the terminal has: a full row would move the cursor on.
 */
const rowsOf = (line: string, mark: string, width: number): readonly string[] =>
  wrapLine(`${mark} ${line}`, width).map((row) => Array.from(row).slice(0, width).join(''))

import {wrapLine} from './wrap.js'

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const MOST_LINES = 12

/** Lines at the bottom of a terminal that are drawn again and again. */
export interface Screen {
  /** Something is different: draws at once if nothing is shown, else with the next frame. */
  changed(): void
  /** Takes the lines away until the next frame. */
  clear(): void
  close(): void
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & {readonly columns?: number; readonly rows?: number}

/** At most ten frames a second, and fewer lines than the terminal has; the timer keeps no process alive. */
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
    frame = (frame + 1) % FRAMES.length
    const mark = FRAMES[frame] ?? ''
    const width = (stream.columns ?? 80) - 1
    const rows = fitRows(
      lines.map((line, index) => rowsOf(line, index === 0 ? mark : ' ', width)),
      Math.max(2, Math.min(MOST_LINES, (stream.rows ?? 24) - 2)),
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

/** At most so many rows; the lines that do not fit are counted in the last one. */
function fitRows(lines: readonly (readonly string[])[], most: number): readonly string[] {
  if (lines.flat().length <= most) return lines.flat()
  const fitting: string[] = []
  let shown = 0
  for (const rows of lines) {
    if (fitting.length + rows.length > most - 1) break
    fitting.push(...rows)
    shown += 1
  }
  return [...fitting, `  and ${lines.length - shown} more`]
}

/**
 * A line that is under way, as rows of the terminal: their number must be known to take them away again, so that what
 * cannot be broken is cut. `width` is one less than the terminal has: a full row would move the cursor on.
 */
const rowsOf = (line: string, mark: string, width: number): readonly string[] =>
  wrapLine(`${mark} ${line}`, width).map((row) => Array.from(row).slice(0, width).join(''))

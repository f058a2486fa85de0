import {StringDecoder} from 'node:string_decoder'

/** Bytes that are kept and shown of what one call prints. */
const LIMIT = 1_048_576
/** A line that does not end is shown in parts of so many characters. */
const LINE = 16_384

/** Where lines of functions are shown. */
export type ShowLine = (name: string, line: string) => void

/** What a function prints during one call. */
export interface Capture {
  write(chunk: Buffer, stream: 'stdout' | 'stderr'): void
  /** A line of Lambda's own. */
  note(line: string): void
  /** All of it, shown and told to the end. */
  end(): string
}

/**
 * Captures what one call prints, shows it line by line, and drops what is too much.
 *
 * @param show absent where nobody looks
 */
export function openCapture(name: string, show: ShowLine | undefined): Capture {
  let [bytes, dropped] = [0, 0]
  let text = ''
  const partial = {stdout: '', stderr: ''}
  const decoders = {stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8')}
  const display = (line: string): void => show?.(name, line)

  const take = (piece: string, stream: 'stdout' | 'stderr'): void => {
    text += piece
    const lines = (partial[stream] + piece).split('\n')
    partial[stream] = lines.pop() ?? ''
    for (const line of lines) display(line)
    while (partial[stream].length > LINE) {
      display(partial[stream].slice(0, LINE))
      partial[stream] = partial[stream].slice(LINE)
    }
  }
  return {
    write(chunk, stream) {
      const left = Math.max(0, LIMIT - bytes)
      bytes += chunk.length
      dropped += Math.max(0, chunk.length - left)
      take(decoders[stream].write(chunk.subarray(0, left)), stream)
    },
    note(line) {
      text += `${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (partial[stream] !== '') display(partial[stream])
        partial[stream] = ''
      }
      if (dropped > 0) {
        const line = `… ${dropped} more bytes were printed, of which nothing is shown`
        display(line)
        text += `\n${line}\n`
      }
      return text
    },
  }
}

import type {Readable} from 'node:stream'

/**
 * Hands on what a stream brings, but for a mark, which tells that all before it has arrived.
 *
 * @returns waits until so many marks have come, or the stream has ended
 */
export function watchMarks(
  stream: Readable,
  mark: string,
  hand: (chunk: Buffer) => void,
): (marks: number) => Promise<void> {
  const wanted = Buffer.from(mark)
  let kept: Buffer = Buffer.alloc(0)
  let [seen, isOver] = [0, false]
  let waiting: readonly {readonly marks: number; readonly go: () => void}[] = []
  const wake = (): void => {
    for (const {marks, go} of waiting) if (isOver || seen >= marks) go()
    waiting = waiting.filter(({marks}) => !isOver && seen < marks)
  }

  stream.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk])
    for (let at = kept.indexOf(wanted); at >= 0; at = kept.indexOf(wanted)) {
      if (at > 0) hand(kept.subarray(0, at))
      kept = kept.subarray(at + wanted.length)
      seen += 1
    }
    wake()
    // The beginning of a mark may be at the end.
    const from = kept.lastIndexOf(wanted.subarray(0, 1))
    const isPart = from >= 0 && wanted.subarray(0, kept.length - from).equals(kept.subarray(from))
    const whole = isPart ? from : kept.length
    if (whole > 0) hand(kept.subarray(0, whole))
    kept = kept.subarray(whole)
  })
  stream.once('close', () => {
    isOver = true
    if (kept.length > 0) hand(kept)
    wake()
  })
  // Of a process that was killed nothing more is read.
  stream.on('error', () => undefined)
  return (marks) =>
    isOver || seen >= marks
      ? Promise.resolve()
      : new Promise((go) => {
          waiting = [...waiting, {marks, go}]
        })
}

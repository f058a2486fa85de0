import {fstatSync, writeSync} from 'node:fs'

/** Where a command writes: a stream of the process, or what does the same. */
export interface Writable {
  readonly isTTY: boolean
  readonly columns?: number | undefined
  write(text: string): unknown
}

/** Where a process writes. */
export interface Outputs {
  readonly stdout: Writable
  readonly stderr: Writable
}

/** The streams of this process. */
export function openStreams(): Outputs {
  const {stdout, stderr} = process
  endQuietly(stdout)
  endQuietly(stderr)
  return {stdout, stderr}
}

/** For a run in which nothing else writes. */
export const openOutputs = (): Outputs => ({stdout: new Output(1), stderr: new Output(2)})

/**
 * stdout or stderr. A stream costs a start two to three milliseconds, so one is opened only where it is a terminal, or where
 * it takes no more at the moment; files and pipes are written to at once.
 */
class Output implements Writable {
  private readonly fd: 1 | 2
  private found: boolean | undefined

  constructor(fd: 1 | 2) {
    this.fd = fd
  }

  get isTTY(): boolean {
    return this.isTerminal && this.stream.isTTY
  }

  get columns(): number | undefined {
    return this.isTerminal ? this.stream.columns : undefined
  }

  write(text: string): void {
    if (this.isTerminal) this.stream.write(text)
    else this.writeNow(Buffer.from(text))
  }

  private writeNow(bytes: Buffer): void {
    let rest = bytes
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(this.fd, rest))
    } catch (error) {
      // The reader stopped reading: see `endQuietly`. The stream reports everything else, or waits for it.
      if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit()
      this.found = true
      this.stream.write(rest)
    }
  }

  /** A terminal, another device of which only the stream knows that it is none, or a stream that has something to write. */
  private get isTerminal(): boolean {
    return (this.found ??= mayBeTerminal(this.fd))
  }

  private get stream(): NodeJS.WriteStream {
    const stream = this.fd === 1 ? process.stdout : process.stderr
    endQuietly(stream)
    return stream
  }
}

/** Closed, or a system that does not say: the stream is asked. */
function mayBeTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd)
    return process.platform === 'win32' || !(found.isFile() || found.isFIFO() || found.isSocket())
  } catch {
    return true
  }
}

/** `awsup env list | head -1`: the reader stopped reading, which is no error. */
function endQuietly(stream: NodeJS.WriteStream): void {
  if (stream.listeners('error').includes(onError)) return
  stream.on('error', onError)
}

function onError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}

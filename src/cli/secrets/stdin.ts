import {addAbortSignal} from 'node:stream'
import {CancelledError, UsageError} from '../../lib/base/errors.js'

/** More than any password has. */
const LIMIT = 4096

/**
 * All of stdin as text. There is no deadline: a person may have to unlock what is piped in. Throws UsageError when it is
 * a terminal (a secret would be shown) or far too long, and CancelledError on Ctrl-C.
 */
export async function readStdin(signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError('stdin is a terminal', {hint: 'Pipe the password in.'})
  const parts: Buffer[] = []
  let length = 0
  addAbortSignal(signal, process.stdin)
  try {
    for await (const part of process.stdin) {
      const bytes = Buffer.from(part as Uint8Array)
      length += bytes.length
      if (length > LIMIT)
        throw new UsageError(`stdin is longer than ${LIMIT} bytes`, {hint: 'Pipe the password in, and nothing else.'})
      parts.push(bytes)
    }
  } catch (error) {
    throw signal.aborted ? new CancelledError() : error
  }
  return Buffer.concat(parts).toString('utf8')
}

import {UsageError} from '../lib/errors.js'

/** More than any password has. */
const LIMIT = 4096

/** All of stdin as text. Throws UsageError when it is a terminal (a secret would be shown) or far too long. */
export async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) throw new UsageError('stdin is a terminal', {hint: 'Pipe the password in.'})
  const parts: Buffer[] = []
  let length = 0
  for await (const part of process.stdin) {
    const bytes = Buffer.from(part as Uint8Array)
    length += bytes.length
    if (length > LIMIT)
      throw new UsageError(`stdin is longer than ${LIMIT} bytes`, {hint: 'Pipe the password in, and nothing else.'})
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

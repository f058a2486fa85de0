import {createCipheriv, createDecipheriv, randomBytes} from 'node:crypto'

/** A file: these eight letters, when it ends (8 bytes, ms since 1970), nonce (12), tag (16), then what is kept. */
const MAGIC = Buffer.from('awsup s1')
const HEAD = MAGIC.length + 8
const NONCE = 12
const TAG = 16

export interface Sealed {
  readonly text: string
  /** Milliseconds since 1970. */
  readonly expires: number
}

/** AES-256-GCM. The name is sealed in: a file that is renamed opens no more. */
export function seal({text, expires}: Sealed, {key, name}: {readonly key: Buffer; readonly name: string}): Buffer {
  const head = Buffer.alloc(HEAD)
  MAGIC.copy(head)
  head.writeBigUInt64BE(BigInt(expires), MAGIC.length)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, {authTagLength: TAG}).setAAD(
    Buffer.concat([head, Buffer.from(name)]),
  )
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body])
}

/** `undefined` where a bit of it, its name or the key is another one. */
export function unseal(bytes: Buffer, {key, name}: {readonly key: Buffer; readonly name: string}): string | undefined {
  if (expiresOf(bytes) === undefined) return undefined
  const [nonceEnd, tagEnd] = [HEAD + NONCE, HEAD + NONCE + TAG]
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEAD, nonceEnd), {authTagLength: TAG})
      .setAAD(Buffer.concat([bytes.subarray(0, HEAD), Buffer.from(name)]))
      .setAuthTag(bytes.subarray(nonceEnd, tagEnd))
    return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString('utf8')
  } catch {
    // "Unsupported state or unable to authenticate data" is all that Node says.
    return undefined
  }
}

/** When what is kept ends, without its key: to clear away what is over. `undefined` where it is no such file. Pure. */
export function expiresOf(bytes: Buffer): number | undefined {
  if (bytes.length < HEAD + NONCE + TAG || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  return Number(bytes.readBigUInt64BE(MAGIC.length))
}

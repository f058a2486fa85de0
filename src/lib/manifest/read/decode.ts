import {ManifestError} from '../../base/errors.js'

/** Nobody writes a megabyte of manifest; what is larger is some other file. */
export const MAX_BYTES = 1024 * 1024

/**
 * The text of awsup.yaml. A byte order mark stays in it, so that an edit keeps it. Throws ManifestError naming the
 * byte.
 */
export function decodeManifest(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) throw tooLarge(bytes.length)
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ManifestError('awsup.yaml is written in UTF-16', {hint: 'Save it as UTF-8.', at: {line: 1, column: 1}})
  }
  const wrong = findWrongByte(bytes)
  if (wrong !== undefined) throw notUtf8(bytes, wrong)
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
}

export const tooLarge = (length: number): ManifestError =>
  new ManifestError(`awsup.yaml is too large: ${length} bytes, at most ${MAX_BYTES} are read`, {
    hint: 'Is this the right file? A manifest is a few kilobytes.',
  })

function notUtf8(bytes: Uint8Array, wrong: number): ManifestError {
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, wrong)).split('\n')
  const value = `0x${(bytes[wrong] ?? 0).toString(16).padStart(2, '0')}`
  return new ManifestError(`awsup.yaml is not UTF-8: byte ${wrong} is ${value}`, {
    hint: 'Save it as UTF-8.',
    at: {line: before.length, column: (before.at(-1) ?? '').length + 1},
    details: {byte: wrong},
  })
}

/** Offset of the first byte that begins no UTF-8 character, by bisection on what the platform's own decoder accepts. */
function findWrongByte(bytes: Uint8Array): number | undefined {
  if (decodes(bytes)) return undefined
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decodes(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  // `bad` bytes are too many. The character that went wrong may have begun earlier, or never ended.
  let start = good
  while (start > 0 && !decodes(bytes.subarray(0, start))) start -= 1
  return start
}

/** Whether it is UTF-8; with `open`, the last character may be cut short. */
function decodes(bytes: Uint8Array, open = false): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes, {stream: open})
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

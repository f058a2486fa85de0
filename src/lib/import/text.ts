/**
 * The text of somebody else's file: UTF-8, or UTF-16 as Windows PowerShell writes what it redirects; a byte order mark is
 * left out. Pure.
 */
export function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapped(bytes.subarray(2)).toString('utf16le')
  // Every such file begins with a character of ASCII, so that a zero beside it tells UTF-16 without a mark.
  if (bytes.length > 1 && bytes[0] !== 0 && bytes[1] === 0) return bytes.toString('utf16le')
  if (bytes.length > 1 && bytes[0] === 0 && bytes[1] !== 0) return swapped(bytes).toString('utf16le')
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()

import {createHash} from 'node:crypto'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import type {ObjectSettings, StoredObject} from './tables.js'

/** What the sandbox takes in one request at most, bytes; what is larger comes in parts. */
const LARGEST = 16 * 1024 * 1024

export const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest()

/** Keeps the bytes of one request. @throws ServiceError EntityTooLarge. */
export function keep(bytes: Buffer, {tx}: Call): {content: string; size: number; etag: string} {
  if (bytes.length > LARGEST)
    throw new ServiceError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {status: 400})
  return {content: tx.putBytes(bytes), size: bytes.length, etag: `"${md5(bytes).toString('hex')}"`}
}

/** An object's bytes. */
export const contentOf = ({content}: StoredObject, {tx}: Call): Buffer =>
  Buffer.concat(content.map((name) => tx.bytes(name)))

/** The headers that an upload brings for its object. */
export const settingsOf = ({
  ContentType,
  CacheControl,
  ContentDisposition,
  ContentEncoding,
  ContentLanguage,
  Metadata,
}: ObjectSettings): ObjectSettings => {
  const encoding = ContentEncoding?.replace(/^aws-chunked,?\s*/, '')
  return {
    ContentType,
    CacheControl,
    ContentDisposition,
    ContentEncoding: encoding === '' ? undefined : encoding,
    ContentLanguage,
    Metadata,
  }
}

interface Span {
  readonly start: number
  /** The last byte, not the one after it. */
  readonly end: number
}

/**
 * One part of an object that was uploaded in parts, counted from 1; what was uploaded in one piece is its own first
 * part. `undefined` where none is asked for.
 *
 * @throws ServiceError InvalidPartNumber (416) where it has no such part.
 */
export function findPart(
  {content, size}: StoredObject,
  {PartNumber: number}: {readonly PartNumber?: number | undefined},
  {tx}: Call,
): (Span & {readonly PartsCount: number | undefined}) | undefined {
  if (number === undefined) return undefined
  const PartsCount = content.length > 1 ? content.length : undefined
  if (number < 1 || number > content.length)
    throw new ServiceError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {status: 416})
  const lengths = content.map((name) => tx.bytes(name).length)
  const start = lengths.slice(0, number - 1).reduce((sum, length) => sum + length, 0)
  return {start, end: Math.min(start + (lengths[number - 1] ?? 0), size) - 1, PartsCount}
}

/**
 * The part that a Range header asks for; `undefined` for all, and for a header that makes no sense (RFC 9110).
 *
 * @throws ServiceError InvalidRange when nothing of it is there.
 */
export function findSpan(range: string | undefined, size: number): Span | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && from !== '' && Number(to) < start) return undefined
  if (start >= size || (from === '' && Number(to) === 0))
    throw new ServiceError('InvalidRange', 'The requested range is not satisfiable', {status: 416})
  return {start, end}
}

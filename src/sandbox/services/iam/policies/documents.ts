import {limitExceeded} from '../refusals.js'

/** RFC 3986, as AWS sends policy documents: `!'()*` are encoded too. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** Characters that count towards a quota: IAM leaves white space out. */
export const sizeOf = (document: string): number => document.replace(/\s/g, '').length

/** @throws ServiceError LimitExceededException when a document is larger than its quota. */
export function requireSize(document: string, quota: number, name: string): void {
  if (sizeOf(document) > quota) throw limitExceeded(`Cannot exceed quota for ${name}: ${quota}`)
}

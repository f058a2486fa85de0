import {renderSafe} from '../text/safe.js'

/**
 * A text of unknown origin as one text of a picture or a page: no control character is left in it, no half of a pair of
 * surrogates and nothing that is no character, none of which a page may hold. Pure.
 */
export const plainText = (text: string): string =>
  renderSafe(text).replaceAll(/\p{Surrogate}|\p{Noncharacter_Code_Point}/gu, '\ufffd')

const NAMED: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'}

/** A text of unknown origin between tags, or in a quoted attribute, of HTML or XML. Pure. */
export const escapeMarkup = (text: string): string =>
  plainText(text).replaceAll(/[&<>"']/g, (mark) => NAMED[mark] ?? '')

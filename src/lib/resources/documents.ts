import {ConflictError} from '../base/errors.js'

/**
 * A policy document as AWS answers it: JSON, percent-encoded by IAM. Throws ConflictError when it is no JSON object.
 */
export function parseDocument(document: string | undefined, where: string): object {
  const text = document ?? ''
  try {
    const value: unknown = JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text)
    if (typeof value === 'object' && value !== null) return value
  } catch (error) {
    throw unreadable(where, error)
  }
  throw unreadable(where, undefined)
}

const unreadable = (where: string, cause: unknown): ConflictError =>
  new ConflictError(`the policy document of ${where} is not a JSON object`, {
    hint: 'Repair or delete it in the AWS console.',
    cause,
  })

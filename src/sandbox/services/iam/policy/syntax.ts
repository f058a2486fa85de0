import {malformed} from '../refusals.js'
import {isConditions} from './conditions.js'
import {isObject, type Json, listOf, textsIn} from './json.js'

/** What IAM answers when it has nothing better to say. */
export const SYNTAX = 'Syntax errors in policy.'

/** A policy's text as an object. @throws ServiceError MalformedPolicyDocumentException with these words */
export function readJson(text: string, refusal: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw malformed(refusal)
}

/** A policy's id is a text (IAM user guide, "IAM JSON policy elements: Id"). */
export function requireId({Id: id}: Json): void {
  if (id !== undefined && typeof id !== 'string') throw malformed(SYNTAX)
}

const VERSIONS: readonly unknown[] = [undefined, '2008-10-17', '2012-10-17']

/** The statements of a policy that is sound in shape. @throws ServiceError MalformedPolicyDocumentException */
export function readStatements(document: Json): readonly Json[] {
  requireId(document)
  const statements = listOf(document['Statement'])
  const objects = statements.filter(isObject)
  if (!VERSIONS.includes(document['Version'])) throw malformed(SYNTAX)
  if (Object.keys(document).some((key) => !['Version', 'Id', 'Statement'].includes(key))) throw malformed(SYNTAX)
  if (objects.length === 0 || objects.length < statements.length) throw malformed(SYNTAX)
  objects.forEach(requireSyntax)
  return objects
}

const ELEMENTS = ['Action', 'NotAction', 'Resource', 'NotResource']
const OTHER_ELEMENTS = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Condition']

function requireSyntax(statement: Json): void {
  const {Sid: sid = '', Effect: effect, Condition: conditions = {}} = statement
  const isSound =
    Object.keys(statement).every((key) => ELEMENTS.includes(key) || OTHER_ELEMENTS.includes(key)) &&
    ['Action', 'Resource'].every((element) => !(element in statement && `Not${element}` in statement)) &&
    ELEMENTS.every((element) => textsIn(statement[element] ?? []).length === listOf(statement[element] ?? []).length) &&
    typeof sid === 'string' &&
    typeof effect === 'string' &&
    /^(allow|deny)$/i.test(effect) &&
    isConditions(conditions)
  if (!isSound) throw malformed(SYNTAX)
}

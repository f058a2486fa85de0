import {type PolicyDocument, type Statement} from '../auth/policy/document.js'
import {parsePolicy, type PolicySort, PolicySyntaxError} from '../auth/policy/parse.js'
import {limitExceeded, malformed} from './refusals.js'

/** What IAM answers when it has nothing better to say. */
const SYNTAX = 'Syntax errors in policy.'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const textsIn = (value: unknown): string[] => listOf(value).filter((item) => typeof item === 'string')

/** RFC 3986, as AWS sends policy documents: `!'()*` are encoded too. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** Characters that count towards a quota: IAM leaves white space out. */
export const sizeOf = (document: string): number => document.replace(/\s/g, '').length

/** @throws ServiceError LimitExceededException when a document is larger than its quota. */
export function requireSize(document: string, quota: number, name: string): void {
  if (sizeOf(document) > quota) throw limitExceeded(`Cannot exceed quota for ${name}: ${quota}`)
}

/** @throws ServiceError MalformedPolicyDocumentException, unless the text is a policy that an identity may have. */
export function checkIdentityPolicy(text: string): void {
  const document = readJson(text, SYNTAX)
  if (document['Version'] !== '2012-10-17') throw malformed('Policy document must be version 2012-10-17 or greater.')
  for (const statement of statementsIn(document)) {
    if ('Principal' in statement || 'NotPrincipal' in statement)
      throw malformed('Policy document should not specify a principal.')
    checkActions(statement)
    checkResources(statement)
  }
  readStrictly(text, 'identity')
}

/** The statements of a trust policy. @throws ServiceError MalformedPolicyDocumentException for a wrong shape. */
export function readTrustPolicy(text: string): readonly Statement[] {
  const document = readJson(text, 'This policy contains invalid Json')
  for (const statement of statementsIn(document)) {
    for (const field of ['Resource', 'NotResource', 'NotPrincipal'])
      if (field in statement) throw malformed(`Has prohibited field ${field}`)
    if (!('Principal' in statement)) throw malformed('Missing required field Principal')
    checkActions(statement)
    if (textsIn(statement['Action'] ?? statement['NotAction']).some((action) => !/^sts:/i.test(action)))
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.')
  }
  return readStrictly(text, 'trust').statements
}

/** What IAM keeps the evaluator must be able to read; whatever else is wrong has no message of its own. */
function readStrictly(text: string, sort: PolicySort): PolicyDocument {
  try {
    return parsePolicy(text, sort)
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw malformed(SYNTAX)
    throw error
  }
}

function readJson(text: string, refusal: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw malformed(refusal)
}

function statementsIn(document: Json): Json[] {
  const statements = listOf(document['Statement']).filter(isObject)
  const sids = statements.flatMap((statement) => textsIn(statement['Sid'])).filter((sid) => sid !== '')
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.')
  if (!sids.every((sid) => /^[0-9A-Za-z]+$/.test(sid)))
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    )
  statements.forEach(checkOperators)
  return statements
}

function checkActions(statement: Json): void {
  const actions = statement['Action'] ?? statement['NotAction']
  if (actions === undefined) throw malformed('Policy statement must contain actions.')
  if (!textsIn(actions).every((action) => action === '*' || /^[^:]+:[^:]+$/.test(action)))
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.')
}

function checkResources(statement: Json): void {
  const resources = statement['Resource'] ?? statement['NotResource']
  if (resources === undefined) throw malformed('Policy statement must contain resources.')
  const wrong = textsIn(resources).find((arn) => arn !== '*' && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+$/s.test(arn))
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`)
}

/** IAM user guide, "IAM JSON policy elements: Condition operators". */
const OPERATOR =
  /^((ForAllValues|ForAnyValue):)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|Arn(Not)?(Equals|Like)|(Numeric|Date)((Not)?Equals|(LessThan|GreaterThan)(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Null)(IfExists)?$/i

function checkOperators({Condition: condition}: Json): void {
  const wrong = isObject(condition) ? Object.keys(condition).find((name) => !OPERATOR.test(name)) : undefined
  if (wrong !== undefined) throw malformed(`Invalid Condition type : ${wrong}.`)
}

import type {Condition, Match, PolicyDocument, PrincipalPattern, Statement} from './document.js'

/** The document is not a policy; `message` says where it is not. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError'
}

/**
 * `identity`: users', roles', session and service control policies, boundaries. `trust`: a role's own. `resource`: that of a thing
 * which others may use, such as a function.
 */
export type PolicySort = 'identity' | 'trust' | 'resource'

type Json = Readonly<Record<string, unknown>>

const ELEMENTS = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
])
const PRINCIPALS = new Set(['AWS', 'Federated', 'Service', 'CanonicalUser'])

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const toObject = (value: unknown, where: string): Json => {
  if (!isObject(value)) throw new PolicySyntaxError(`${where} must be an object`)
  return value
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

const toStrings = (value: unknown, where: string): string[] => {
  const strings = listOf(value).filter((item) => typeof item === 'string')
  if (strings.length === 0 || strings.length !== listOf(value).length) {
    throw new PolicySyntaxError(`${where} must be a string or a list of strings`)
  }
  return strings
}

/** The element or its Not… twin; both at once is an error. */
function toMatch<T>(
  statement: Json,
  element: string,
  read: (value: unknown, where: string) => T[],
): Match<T> | undefined {
  const twin = `Not${element}`
  if (element in statement && twin in statement)
    throw new PolicySyntaxError(`a statement has ${element} or ${twin}, not both`)
  if (element in statement) return {negated: false, entries: read(statement[element], element)}
  if (twin in statement) return {negated: true, entries: read(statement[twin], twin)}
  return undefined
}

const toActions = (value: unknown, where: string): string[] =>
  toStrings(value, where).map((action) => {
    if (action !== '*' && !/^(\*|[\w.-]+):[^:]*$/.test(action)) {
      throw new PolicySyntaxError(`${where} "${action}" must be prefaced by a vendor, for example iam:GetUser`)
    }
    return action
  })

const toResources = (value: unknown, where: string): string[] =>
  toStrings(value, where).map((resource) => {
    if (!/^(\*|arn:|\$\{)/.test(resource)) throw new PolicySyntaxError(`${where} "${resource}" must be an ARN or "*"`)
    return resource
  })

const toPrincipals = (value: unknown, where: string): PrincipalPattern[] => {
  if (value === '*') return [{type: '*', value: '*'}]
  return Object.entries(toObject(value, where)).flatMap(([type, values]) => {
    if (!PRINCIPALS.has(type)) throw new PolicySyntaxError(`${where} has no "${type}"`)
    return toStrings(values, `${where}.${type}`).map((entry) => ({type, value: entry}))
  })
}

/** An empty list is a value as well: IAM keeps it, and nothing matches it. */
const toValues = (values: readonly unknown[], where: string): string[] =>
  values.length === 0 ? [] : toStrings(values, where)

const toConditions = (value: unknown): Condition[] =>
  Object.entries(toObject(value, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(toObject(keys, operator)).map(([key, values]) => ({
      operator,
      key,
      // JSON's own numbers and booleans mean their text: {"Bool": {"aws:SecureTransport": false}}
      values: toValues(
        listOf(values).map((item) => (typeof item === 'number' || typeof item === 'boolean' ? String(item) : item)),
        `${operator} ${key}`,
      ),
    })),
  )

function toStatement(value: unknown, sort: PolicySort): Statement {
  const statement = toObject(value, 'Statement')
  const unknown = Object.keys(statement).find((key) => !ELEMENTS.has(key))
  if (unknown !== undefined) throw new PolicySyntaxError(`a statement has no element "${unknown}"`)
  const {Sid: sid, Effect: effect} = statement
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicySyntaxError('Effect must be Allow or Deny')
  if (sid !== undefined && typeof sid !== 'string') throw new PolicySyntaxError('Sid must be a string')

  const actions = toMatch(statement, 'Action', toActions)
  const resources = toMatch(statement, 'Resource', toResources)
  const principals = toMatch(statement, 'Principal', toPrincipals)
  if (actions === undefined) throw new PolicySyntaxError('a statement needs Action or NotAction')
  if (sort !== 'trust' && resources === undefined)
    throw new PolicySyntaxError('a statement needs Resource or NotResource')
  if (sort === 'identity' && principals !== undefined)
    throw new PolicySyntaxError('this policy can not have a Principal')
  if (sort !== 'identity' && principals === undefined) throw new PolicySyntaxError(`a ${sort} policy needs a Principal`)
  if (sort === 'trust' && resources !== undefined) throw new PolicySyntaxError('a trust policy can not have a Resource')
  const conditions = 'Condition' in statement ? toConditions(statement['Condition']) : []
  return {sid, effect, actions, resources, principals, conditions}
}

const toJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new PolicySyntaxError('the policy is not valid JSON')
  }
}

/**
 * A policy's JSON text, read strictly: an element that we do not know could be one that narrows.
 *
 * @throws PolicySyntaxError
 */
export function parsePolicy(text: string, sort: PolicySort = 'identity'): PolicyDocument {
  const document = toObject(toJson(text), 'the policy')
  const {Version: version = '2008-10-17', Statement: statements} = document
  if (version !== '2008-10-17' && version !== '2012-10-17') throw new PolicySyntaxError('Version must be 2012-10-17')
  const unknown = Object.keys(document).find((key) => !['Version', 'Id', 'Statement'].includes(key))
  if (unknown !== undefined) throw new PolicySyntaxError(`a policy has no element "${unknown}"`)
  if (statements === undefined || listOf(statements).length === 0)
    throw new PolicySyntaxError('a policy needs a Statement')
  return {version, statements: listOf(statements).map((statement) => toStatement(statement, sort))}
}

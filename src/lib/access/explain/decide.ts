import {fromForms} from '../forms/registry.js'
import {evaluate, type AccessRequest, type Decision} from '../evaluate/evaluate.js'
import {dynamodbKeys} from '../../../models/condition-keys.js'
import {requestOf, type TestedRole} from '../matrix/matrix.js'
import {ANOTHER, keyOf, ME, sessionKeys, type Person} from '../matrix/people.js'
import type {Ground} from '../matrix/probe.js'
import type {AccessRule} from '../rules.js'

/** A question about one request. */
export interface Question {
  /** `dynamodb:GetItem` */
  readonly action: string
  /** An ARN, or a short name: a table, `bucket/key`, a function. `{owner}` is whose data it is. */
  readonly resource: string
  /** Whether one's own data is asked for, or another's. */
  readonly whose: 'own' | 'other'
  /** Condition keys of the request, instead of those that are supposed. */
  readonly keys: Readonly<Record<string, readonly string[]>>
}

export interface Answer extends Pick<Decision, 'decision' | 'by' | 'missing' | 'reason'> {
  readonly request: AccessRequest
}

/** Actions of DynamoDB that name no key. */
const KEYLESS = /^dynamodb:(Scan|PartiQL|Describe|List|Create|Delete(Table|Backup)|Update(Table|TimeToLive))/i

/**
 * Decides one request as AWS would, with made-up people. Where the request names no keys, it gets what a client sends.
 * Pure.
 */
export function decide(role: TestedRole, question: Question, ground: Ground): Answer {
  const person = placedIn(question.whose === 'own' ? ME : ANOTHER, ground)
  const owner = ownerOf(question, role.rules)
  const named = question.resource.replaceAll('{owner}', keyOf(person, owner))
  const {thing, supposed} = split({...question, resource: named}, keyOf(person, owner))
  const resource = arnOf({...question, resource: thing}, ground)
  const account = resource.startsWith('arn:aws:s3:::') ? {'aws:ResourceAccount': [ground.account]} : {}
  const keys = {...account, ...supposed, ...question.keys}
  const made = requestOf(role, {...question, resource, keys, target: '', meant: () => false})
  const request = {...made, context: {...made.context, ...identityKeys(ground), ...keys}}
  const {decision, by, missing, reason} = evaluate({identity: role.policies, boundary: role.boundary}, request)
  return {request, decision, ...(by && {by}), missing, ...(reason !== undefined && {reason})}
}

/** Ids of identities begin with the region of their pool. */
const inRegion = (id: string, {region}: Ground): string => id.replace(/^[^:]*/, region)

const placedIn = (person: Person, ground: Ground): Person => ({...person, identity: inRegion(person.identity, ground)})

/** Whose request it is always: of a made-up identity of a pool of this region. */
const identityKeys = (ground: Ground): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(sessionKeys(ME, {signedIn: true, tags: new Map()}))
      .filter(([key]) => /:(sub|aud)$/.test(key))
      .map(([key, ids]) => [key, ids.map((id) => inRegion(id, ground))]),
  )

/** What the action is on, and the keys that a request of it comes with: a list of `bucket/folder/` has a prefix. */
function split({action, resource, keys}: Pick<Question, 'action' | 'resource' | 'keys'>, key: string) {
  const [, bucket, prefix] = /^((?:arn:aws:s3:::)?[^/]+)\/(.*)$/s.exec(resource) ?? []
  if (/^s3:ListBucket$/i.test(action) && bucket !== undefined && prefix !== undefined) {
    return {thing: bucket, supposed: {'s3:prefix': [prefix]}}
  }
  const reads = /^dynamodb:/i.test(action) && dynamodbKeys(action.slice('dynamodb:'.length)).includes('dynamodb:Select')
  const select = keys['dynamodb:Attributes'] === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES'
  const keyed = /^dynamodb:/i.test(action) && !KEYLESS.test(action)
  return {
    thing: resource,
    supposed: {...(keyed && {'dynamodb:LeadingKeys': [key]}), ...(reads && {'dynamodb:Select': [select]})},
  }
}

/** By whom the rules say that the thing is owned; the identity, where none names it. */
function ownerOf({resource}: Question, rules: readonly AccessRule[]): string {
  const owners = fromForms(rules, ({nameOf, ownerOf}, rule) => {
    const name = nameOf?.(rule).value
    return ownerOf && name !== undefined && names(resource, name) ? [ownerOf(rule)] : []
  }).flat()
  return owners.find((owner) => owner !== 'none') ?? 'identity'
}

const names = (resource: string, name: string): boolean => resource.split(/[:/]/).includes(name)

function arnOf({action, resource}: Pick<Question, 'action' | 'resource'>, {region, account}: Ground): string {
  if (resource === '*' || resource.startsWith('arn:')) return resource
  const [service = ''] = action.toLowerCase().split(':')
  const local = (name: string): string => `arn:aws:${service}:${region}:${account}:${name}`
  if (service === 's3') return `arn:aws:s3:::${resource}`
  if (service === 'dynamodb') return local(resource.startsWith('table/') ? resource : `table/${resource}`)
  return service === 'lambda' && !resource.startsWith('function:') ? local(`function:${resource}`) : local(resource)
}

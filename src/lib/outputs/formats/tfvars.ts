import {ConflictError} from '../../base/errors.js'
import {variableName} from '../../text/variable-name.js'
import {findBlock, putBlock} from '../edit/block.js'
import {makeFacts} from '../content/facts.js'
import {assignedIn} from '../edit/hcl-names.js'
import type {DataThing, EnvironmentIds} from '../content/ids.js'
import type {JsonEdit} from '../edit/json-edit.js'
import type {Told} from '../content/settings.js'
import {pattern} from '../../manifest/rules/names.js'
import {renderJson} from '../edit/render-keys.js'
import type {Format} from './format.js'

export const tfvars: Format<'tfvars'> = {
  options: {},
  ending: pattern('end in .tfvars or .tfvars.json', /\.tfvars(\.json)?$/i, 'For example: infra/awsup.auto.tfvars'),
  forFrontEnds: false,
  partOf: (path) => (isJson(path) ? 'keys' : 'block'),
  page: {
    path: '`*.tfvars`, `*.tfvars.json`',
    options: '',
    readers: 'Terraform',
    survives: "lines outside the block; in JSON every key that is not awsup's",
  },
  read: ({path}) => ({format: 'tfvars', path}),
  render: ({path}, {told, ids, existing}) =>
    isJson(path)
      ? renderJson({path, existing, editsOf: (kept) => editsOfTfvarsJson(kept, told, ids)})
      : {part: 'block', content: renderTfvars({path, told, ids, existing})},
}

/** Whether a .tfvars file is one of Terraform's JSON files. */
const isJson = (path: string): boolean => path.toLowerCase().endsWith('.json')

interface TfvarsInput {
  readonly path: string
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
}

type Value = string | readonly string[] | Readonly<Record<string, string>>
type Variables = Readonly<Record<string, Value>>

/**
 * Variables of Terraform in a block of a .tfvars file: see `putBlock`. Throws ConflictError where a line outside of it sets one
 * of them: Terraform takes each name once ("Attribute redefined").
 */
function renderTfvars({path, told, ids, existing}: TfvarsInput): Buffer {
  const variables = makeVariables(told, ids)
  requireOnce(path, Object.keys(variables), existing)
  const width = Math.max(...Object.keys(variables).map((name) => name.length))
  const lines = Object.entries(variables).map(([name, value]) => `${name.padEnd(width)} = ${hcl(value)}`)
  return putBlock({path, lines, existing})
}

function requireOnce(path: string, names: readonly string[], existing: Buffer | undefined): void {
  if (!existing) return
  const block = findBlock(path, existing)
  // Without the block, and with its lines, so that those below it are counted right.
  const text = existing.toString('latin1')
  const others = block === undefined ? text : text.replace(block, () => block.replaceAll(/[^\n]/g, ''))
  const twice = assignedIn(others).find(({name}) => names.includes(name))
  if (!twice) return
  throw new ConflictError(`${path} line ${twice.line}: ${twice.name} is set here, and in awsup's block too`, {
    code: 'SET_TWICE',
    hint: 'Terraform takes each name once. Remove that line: awsup writes the value of the environment.',
    details: {path, line: twice.line, name: twice.name},
  })
}

/** Terraform takes a key of this name for a comment (HCL's JSON syntax, "//" in bodies). */
const COMMENT = '//'
const SAYS = 'values of awsup.yaml, from awsup env switch: '

/**
 * Variables of Terraform among the keys of a .tfvars.json. Which keys came from `values` the file says itself, in a
 * comment, so that they go when they are no longer in awsup.yaml, and nobody else's do. A comment of the reader's own
 * stays; keys are then only added. Pure.
 *
 * @param kept what the file holds
 */
function editsOfTfvarsJson(kept: object, told: Told, ids: EnvironmentIds): readonly JsonEdit[] {
  const comment = COMMENT in kept ? kept[COMMENT] : undefined
  const isOurs = typeof comment === 'string' && comment.startsWith(SAYS)
  const names = [...told.values.keys()].map(valueVariable)
  const said = names.length > 0 && (comment === undefined || isOurs) ? {[COMMENT]: `${SAYS}${names.join(', ')}`} : {}
  const ours: Readonly<Record<string, unknown>> = {...said, ...makeVariables(told, ids)}
  const atTimes = [
    'user_pool_domain',
    'user_pool_client_id',
    'user_pool_scopes',
    'group_role_arns',
    'api_endpoints',
    ...DATA,
  ]
  const earlier = isOurs ? [COMMENT, ...comment.slice(SAYS.length).split(', ')] : []
  return [
    ...[...atTimes, ...earlier]
      .filter((name) => !Object.hasOwn(ours, name))
      .map((name) => ({at: [name], value: undefined})),
    ...Object.entries(ours).map(([name, value]) => ({at: [name], value})),
  ]
}

const valueVariable = (name: string): string => variableName(name).toLowerCase()

function makeVariables(told: Told, ids: EnvironmentIds): Variables {
  const {environment, accountId, region, domain, values = {}, ...facts} = makeFacts({...told, ids, endpoint: undefined})
  return {
    environment,
    account_id: accountId,
    aws_region: region,
    user_pool_id: facts.userPoolId,
    ...(facts.userPoolClientId === undefined ? {} : {user_pool_client_id: facts.userPoolClientId}),
    user_pool_client_ids: facts.userPoolClientIds,
    user_pool_issuer: facts.jwt.issuer,
    user_pool_audience: facts.jwt.audience,
    ...(facts.jwt.scopes.length === 0 ? {} : {user_pool_scopes: facts.jwt.scopes}),
    identity_pool_id: facts.identityPoolId,
    ...(facts.groupRoleArns ? {group_role_arns: facts.groupRoleArns} : {}),
    ...(domain === undefined ? {} : {user_pool_domain: domain}),
    ...(facts.tables && thingsOf('table', facts.tables)),
    ...(facts.buckets && thingsOf('bucket', facts.buckets)),
    ...(facts.apis && {
      api_endpoints: Object.fromEntries(Object.entries(facts.apis).map(([name, {endpoint}]) => [name, endpoint])),
    }),
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [valueVariable(name), value])),
  }
}

/** Variables of tables and buckets, which only some environments have. */
const DATA = ['table_names', 'table_arns', 'bucket_names', 'bucket_arns']

const thingsOf = (sort: 'table' | 'bucket', things: Readonly<Record<string, DataThing>>): Variables => ({
  [`${sort}_names`]: Object.fromEntries(Object.entries(things).map(([key, {name}]) => [key, name])),
  [`${sort}_arns`]: Object.fromEntries(Object.entries(things).map(([key, {arn}]) => [key, arn])),
})

/** Terraform's own language: in its strings `${` and `%{` begin templates, and are themselves when doubled. */
const hcl = (value: Value): string => {
  if (typeof value === 'string') {
    return `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll(/[$%]\{/g, (begin) => `${begin.charAt(0)}${begin}`)}"`
  }
  if (isList(value)) return `[${value.map(hcl).join(', ')}]`
  const pairs = Object.entries(value).map(([name, text]) => `${hcl(name)} = ${hcl(text)}`)
  return `{ ${pairs.join(', ')} }`
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value)

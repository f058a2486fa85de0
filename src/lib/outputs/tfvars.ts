import {variableName} from '../variable-name.js'
import {putBlock} from './block.js'
import {makeFacts} from './facts.js'
import type {EnvironmentIds} from './ids.js'
import {loadObject, merge, renderObject} from './json-object.js'
import type {Told} from './settings.js'

interface TfvarsInput {
  /** Ends in `.tfvars` or `.tfvars.json`, which decides how it is written. */
  readonly path: string
  readonly told: Told
  readonly ids: EnvironmentIds
  /** The file as it is; `undefined` when there is none. */
  readonly existing: Buffer | undefined
}

type Variables = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/**
 * Variables of Terraform: awsup's in a block of a .tfvars file (see `putBlock`), or among the keys of a .tfvars.json.
 */
export function renderTfvars({path, told, ids, existing}: TfvarsInput): Buffer {
  const variables = makeVariables(told, ids)
  if (path.toLowerCase().endsWith('.json')) {
    const kept = loadObject(path, existing?.toString('utf8'))
    return Buffer.from(renderObject(mergeVariables(kept, variables, told)))
  }
  const width = Math.max(...Object.keys(variables).map((name) => name.length))
  const lines = Object.entries(variables).map(([name, value]) => `${name.padEnd(width)} = ${hcl(value)}`)
  return putBlock({path, lines, existing})
}

/** Terraform takes a key of this name for a comment (HCL's JSON syntax, "//" in bodies). */
const COMMENT = '//'
const SAYS = 'values of awsup.yaml, from awsup env switch: '

/**
 * Which keys came from `values` the file says itself, in a comment, so that they go when they are no longer in
 * awsup.yaml, and nobody else's do. A comment of the reader's own stays; keys are then only added.
 */
function mergeVariables(kept: object, variables: Variables, {values}: Told): object {
  const comment = COMMENT in kept ? kept[COMMENT] : undefined
  const isOurs = typeof comment === 'string' && comment.startsWith(SAYS)
  const gone = isOurs ? [COMMENT, ...comment.slice(SAYS.length).split(', ')] : []
  const names = [...values.keys()].map(valueVariable)
  const said = names.length > 0 && (comment === undefined || isOurs) ? {[COMMENT]: `${SAYS}${names.join(', ')}`} : {}
  return merge(kept, {...said, ...variables}, ['user_pool_domain', 'user_pool_client_id', ...gone])
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
    identity_pool_id: facts.identityPoolId,
    ...(domain === undefined ? {} : {user_pool_domain: domain}),
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [valueVariable(name), value])),
  }
}

/** Terraform's own language: in its strings `${` and `%{` begin templates, and are themselves when doubled. */
const hcl = (value: string | Readonly<Record<string, string>>): string =>
  typeof value === 'string'
    ? `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll(/[$%]\{/g, (begin) => `${begin.charAt(0)}${begin}`)}"`
    : `{ ${Object.entries(value)
        .map(([name, text]) => `${hcl(name)} = ${hcl(text)}`)
        .join(', ')} }`

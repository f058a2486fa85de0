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
    return Buffer.from(renderObject(merge(kept, variables, ['user_pool_domain'])))
  }
  const width = Math.max(...Object.keys(variables).map((name) => name.length))
  const lines = Object.entries(variables).map(([name, value]) => `${name.padEnd(width)} = ${hcl(value)}`)
  return putBlock({path, lines, existing})
}

function makeVariables(told: Told, ids: EnvironmentIds): Variables {
  const {environment, accountId, region, domain, values = {}, ...facts} = makeFacts({...told, ids, endpoint: undefined})
  return {
    environment,
    account_id: accountId,
    aws_region: region,
    user_pool_id: facts.userPoolId,
    user_pool_client_id: facts.userPoolClientId,
    user_pool_client_ids: facts.userPoolClientIds,
    identity_pool_id: facts.identityPoolId,
    ...(domain === undefined ? {} : {user_pool_domain: domain}),
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [variableName(name).toLowerCase(), value])),
  }
}

/** Terraform's own language: in its strings `${` and `%{` begin templates, and are themselves when doubled. */
const hcl = (value: string | Readonly<Record<string, string>>): string =>
  typeof value === 'string'
    ? `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll(/[$%]\{/g, (begin) => `${begin.charAt(0)}${begin}`)}"`
    : `{ ${Object.entries(value)
        .map(([name, text]) => `${hcl(name)} = ${hcl(text)}`)
        .join(', ')} }`

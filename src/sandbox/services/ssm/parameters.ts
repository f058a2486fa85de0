import type {ParameterType} from '@aws-sdk/client-ssm'
import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {table} from '../../store/transaction.js'

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly value: string
  readonly version: number
  readonly modifiedAt: number
  /** ARN of whoever put the value. */
  readonly modifiedBy?: string | undefined
  readonly description?: string | undefined
  readonly allowedPattern?: string | undefined
  readonly dataType?: string | undefined
  /** Of secure strings only. */
  readonly keyId?: string | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
}

/** Key [accountId, region, name]. */
const parameters = table<Parameter>('ssm/parameters')

export const arnOf = (name: string | undefined, {region, accountId}: Pick<Call, 'region' | 'accountId'>): string =>
  `arn:aws:ssm:${region}:${accountId}:parameter/${(name ?? '').replace(/^\//, '')}`

/** The ARN that a call asks permission on. */
export const onParameter = ({Name}: {readonly Name?: string | undefined}, call: Call): string => arnOf(Name, call)

/**
 * What AWS takes for one name: the ARN, and a name of one level with or without its slash (measured by others on AWS).
 */
function canonical(name: string): string {
  const path = name.replace(/^arn:aws:ssm:[^:]*:\d{12}:parameter\//, '/')
  return /^\/[^/]+$/.test(path) ? path.slice(1) : path
}

export function findParameter(name: string | undefined, {tx, accountId, region}: Call): Parameter | undefined {
  const wanted = canonical(name ?? '')
  return (
    parameters.get(tx, [accountId, region, wanted]) ??
    // An ARN does not say whether a name of several levels begins with a slash.
    parameters.list(tx, [accountId, region]).find((one) => canonical(one.name) === wanted)
  )
}

/** All of the region, by name. */
export const listParameters = ({tx, accountId, region}: Call): Parameter[] => parameters.list(tx, [accountId, region])

/** @throws ServiceError ParameterNotFound */
export function requireParameter(name: string | undefined, call: Call): Parameter {
  const found = findParameter(name, call)
  if (!found) throw new ServiceError('ParameterNotFound', `Parameter ${name ?? ''} not found.`)
  return found
}

export const saveParameter = (parameter: Parameter, {tx, accountId, region}: Call): void =>
  parameters.put(tx, [accountId, region, parameter.name], parameter)

export const forgetParameter = ({name}: Parameter, {tx, accountId, region}: Call): void =>
  parameters.delete(tx, [accountId, region, name])

import type {AccessRule} from '../manifest.js'
import {template} from '../rules/placeholders.js'
import {fields, list} from '../read/collections.js'
import {oneOf, text} from '../read/scalars.js'
import {refused, type Spot} from '../read/spot.js'

/** `access`: rules per sort of identity. Names may hold `{env}`; they are checked once it is known what they become. */
export function access(spot: Spot) {
  const {section} = fields(spot, ['authenticated', 'guests'])
  const rules = list(rule, {max: 100})
  return {authenticated: section('authenticated', rules) ?? [], guests: section('guests', rules) ?? []}
}

function rule(spot: Spot): AccessRule {
  const {optional} = fields(spot, ['dynamodb', 's3', 'lambda'])
  const [first, second] = [optional('dynamodb', dynamodb), optional('s3', s3), optional('lambda', lambda)].filter(
    (found) => found !== undefined,
  )
  if (first && !second) return first
  throw refused(
    spot,
    'must have one of dynamodb, s3, lambda',
    'Write each rule as an entry of its own: - dynamodb: { table: todos }',
  )
}

function dynamodb(spot: Spot): AccessRule {
  const {name, ...rest} = owned(spot, 'table')
  return {dynamodb: {table: name, ...rest}}
}

function s3(spot: Spot): AccessRule {
  const {name, ...rest} = owned(spot, 'bucket')
  return {s3: {bucket: name, ...rest}}
}

function owned(spot: Spot, key: 'table' | 'bucket') {
  const {required, optional} = fields(spot, [key, 'owner', 'actions'])
  return {
    name: required(key, text(template)),
    owner: optional('owner', oneOf('identity')) ?? 'identity',
    actions: optional('actions', list(oneOf('read', 'write'), {min: 1, max: 2, distinct: true})) ?? ['read', 'write'],
  } as const
}

function lambda(spot: Spot): AccessRule {
  return {lambda: {function: fields(spot, ['function']).required('function', text(template))}}
}

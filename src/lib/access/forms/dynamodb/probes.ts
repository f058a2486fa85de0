import {dynamodbKeys} from '../../../../models/condition-keys.js'
import {canRead, type TableRule, type TableVerb} from './rule.js'
import type {Owner} from '../../owner.js'
import type {AccessRule} from '../../rules.js'
import {ANOTHER, byOwner, keyOf, ME} from '../../matrix/people.js'
import {distinct, never, type Ground, type Probe} from '../../matrix/probe.js'

/** What a request needs of a rule's verbs. PartiQL is a verb of no rule: a statement of it need not name a key. */
const NEEDS: Readonly<Record<string, readonly TableVerb[] | undefined>> = {
  GetItem: ['get'],
  BatchGetItem: ['get'],
  Query: ['query'],
  PutItem: ['put'],
  UpdateItem: ['update'],
  DeleteItem: ['delete'],
  BatchWriteItem: ['put', 'delete'],
  Scan: ['scan'],
  PartiQLSelect: undefined,
  PartiQLDelete: undefined,
}
const KEYED = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']
/** What belongs to whoever runs the table. */
const ADMINISTRATION = ['DeleteTable', 'UpdateTable', 'CreateBackup', 'ExportTableToPointInTime']
/** Stands for every index that no rule names. */
const ANY_INDEX = 'awsup-any-index'

interface Try {
  readonly table: string
  readonly index?: string | undefined
  readonly action: string
  /** Leading keys of the request; `undefined` when it names none. */
  readonly leading: readonly string[] | undefined
  /** Attributes that the request names; `undefined` when it names none, which asks for all. */
  readonly attributes: readonly string[] | undefined
  /** Whether a read asks for whole items, although it names attributes: its keys are some. */
  readonly whole?: boolean
  /** `ALL_OLD`, `ALL_NEW`: the whole item comes back from a write. */
  readonly returns?: string
  readonly target: string
}

/** Everything worth trying on the tables of the rules: own, another's, both at once, no key, indexes, attributes. */
export function itemProbes(rules: readonly AccessRule[], ground: Ground): readonly Probe[] {
  const all = rules.flatMap((rule) => ('dynamodb' in rule ? [rule.dynamodb] : []))
  return distinct(all.map(({table}) => table)).flatMap((table) => [
    ...triesOf(
      table,
      all.filter((rule) => rule.table === table),
    ).map((one) => probeOf(one, ground)),
    ...ADMINISTRATION.map((action) => ({
      action: `dynamodb:${action}`,
      resource: tableArn(table, ground),
      keys: {},
      target: `table ${table} itself`,
      meant: never,
    })),
  ])
}

function triesOf(table: string, rules: readonly TableRule[]): readonly Try[] {
  const owned = distinct(rules.map(({owner}) => owner)).filter((owner) => owner !== 'none')
  const owners = owned.length === 0 ? ['identity'] : owned
  const limits = rules.map((rule) => rule.attributes).filter((names) => names.length > 0)
  // Requests name only what every rule with a limit allows, so that attributes are tried apart from keys.
  const attributes = limits[0] && [...limits[0]].filter((name) => limits.every((names) => names.includes(name)))
  const indexes = [...distinct(rules.flatMap((rule) => rule.indexes)).filter((name) => name !== '*'), ANY_INDEX]
  const base = {table, attributes}
  return [
    ...owners.flatMap((owner) => keyedTries(owner, base)),
    ...Object.keys(NEEDS).map((action) => ({
      ...base,
      action,
      leading: undefined,
      target: `items of table ${table}, no key named`,
    })),
    ...indexes.flatMap((index) => owners.flatMap((owner) => indexTries({...base, index}, owner))),
    ...(attributes ? attributeTries(base, attributes, owners[0] ?? 'identity') : []),
    // What a write answers, wherever a rule does not let people read all of it.
    ...(rules.some((rule) => rule.attributes.length > 0 || !canRead(rule))
      ? owners.flatMap((owner) => answerTries(owner, base))
      : []),
  ]
}

type Base = Pick<Try, 'table' | 'index' | 'attributes'>

function keyedTries(owner: Owner, base: Base): readonly Try[] {
  const [mine, theirs] = [keyOf(ME, owner), keyOf(ANOTHER, owner)]
  const place = `items of table ${base.table}${byOwner(owner)}`
  return [
    ...KEYED.flatMap((action) => [
      {...base, action, leading: [mine], target: `own ${place}`},
      {...base, action, leading: [theirs], target: `another’s ${place}`},
    ]),
    ...['BatchGetItem', 'BatchWriteItem'].map((action) => ({
      ...base,
      action,
      leading: [mine, theirs],
      target: `own and another’s ${place} at once`,
    })),
  ]
}

function indexTries(base: Base, owner: Owner): readonly Try[] {
  const [mine, theirs] = [keyOf(ME, owner), keyOf(ANOTHER, owner)]
  const index = base.index === ANY_INDEX ? 'an index that no rule names' : `index ${base.index ?? ''}`
  const place = `items of ${index} of table ${base.table}${byOwner(owner)}`
  return [
    {...base, action: 'Query', leading: [mine], target: `own ${place}`},
    {...base, action: 'Query', leading: [theirs], target: `another’s ${place}`},
    {...base, action: 'Query', leading: undefined, target: `${place}, no key named`},
    {...base, action: 'Scan', leading: undefined, target: `${place}, no key named`},
  ]
}

function attributeTries(base: Base, allowed: readonly string[], owner: Owner): readonly Try[] {
  const own = {...base, leading: [keyOf(ME, owner)]}
  const items = `own items of table ${base.table}`
  const more = [...allowed, 'awsup-other']
  return [
    ...KEYED.map((action) => ({...own, action, attributes: more, target: `${items}, an attribute that no rule names`})),
    ...['GetItem', 'BatchGetItem', 'Query'].map((action) => ({
      ...own,
      action,
      whole: true,
      target: `${items}, all attributes`,
    })),
  ]
}

function answerTries(owner: Owner, base: Base): readonly Try[] {
  const own = {...base, leading: [keyOf(ME, owner)]}
  const items = `own items of table ${base.table}${byOwner(owner)}`
  const target = `${items}, answered whole after a write`
  return [
    {...own, action: 'PutItem', returns: 'ALL_OLD', target},
    {...own, action: 'DeleteItem', returns: 'ALL_OLD', target},
    {...own, action: 'UpdateItem', returns: 'ALL_OLD', target},
    {...own, action: 'UpdateItem', returns: 'ALL_NEW', target},
    {...own, action: 'UpdateItem', returns: 'UPDATED_OLD', target: `${items}, what was there answered after an update`},
  ]
}

function probeOf(one: Try, ground: Ground): Probe {
  const {table, index, action, leading, target} = one
  const arn = tableArn(table, ground)
  return {
    action: `dynamodb:${action}`,
    resource: index === undefined ? arn : `${arn}/index/${index}`,
    keys: {...(leading ? {'dynamodb:LeadingKeys': leading} : {}), ...attributeKeys(one)},
    target,
    meant: (rules) => isMeant(rules, one),
  }
}

/** DynamoDB developer guide, "Specifying conditions": what a request asks of an item, and what comes back of it. */
function attributeKeys({attributes, action, index, whole, returns}: Try): Readonly<Record<string, readonly string[]>> {
  // Where no rule names attributes, what a GetItem selects is nobody's condition: the fewer keys, the fewer questions.
  const selects = attributes !== undefined || action === 'Query' || action === 'Scan'
  const all = index === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES'
  const keys: Readonly<Record<string, readonly string[]>> = {
    ...(attributes && {'dynamodb:Attributes': attributes}),
    ...(selects && {'dynamodb:Select': [attributes && !whole ? 'SPECIFIC_ATTRIBUTES' : all]}),
    ...(returns !== undefined && {'dynamodb:ReturnValues': [returns]}),
  }
  return Object.fromEntries(Object.entries(keys).filter(([key]) => dynamodbKeys(action).includes(key)))
}

function isMeant(rules: readonly AccessRule[], one: Try): boolean | undefined {
  const needs = NEEDS[one.action]
  const fitting = rules.flatMap((rule) =>
    'dynamodb' in rule && needs && opens(rule.dynamodb, one, needs) ? [rule.dynamodb] : [],
  )
  if (fitting.some(({owner}) => owner !== 'none' && isOwn(one.leading, keyOf(ME, owner)))) return true
  if (!fitting.some(({owner}) => owner === 'none')) return false
  // Shared items: a Scan has no key, and there is no such thing as another request without one.
  return one.leading || one.action === 'Scan' ? true : undefined
}

function opens(
  rule: TableRule,
  {table, index, attributes, whole: asked, returns = 'NONE'}: Try,
  needs: readonly TableVerb[],
): boolean {
  const whole = attributes === undefined || asked === true || returns.startsWith('ALL_')
  return (
    rule.table === table &&
    needs.every((verb) => rule.actions.includes(verb)) &&
    (returns === 'NONE' || canRead(rule)) &&
    (index === undefined || rule.indexes.includes(index) || rule.indexes.includes('*')) &&
    (rule.attributes.length === 0 || (!whole && attributes.every((name) => rule.attributes.includes(name))))
  )
}

const isOwn = (leading: readonly string[] | undefined, key: string): boolean =>
  leading?.every((value) => value === key) === true

const tableArn = (table: string, {region, account}: Ground): string =>
  `arn:aws:dynamodb:${region}:${account}:table/${table}`

import type {AttributeDefinition, KeySchemaElement, Projection} from '@aws-sdk/client-dynamodb'
import type {IndexDesired, KeyAttribute, LocalIndexDesired, Projected, TableDesired} from './desired.js'

/** A key as DynamoDB takes it. */
export const keySchema = (key: KeyAttribute, sort: KeyAttribute | undefined): KeySchemaElement[] => [
  {AttributeName: key.name, KeyType: 'HASH'},
  ...(sort ? [{AttributeName: sort.name, KeyType: 'RANGE' as const}] : []),
]

export const projection = (projects: Projected): Projection =>
  typeof projects === 'string'
    ? {ProjectionType: projects}
    : {ProjectionType: 'INCLUDE', NonKeyAttributes: [...projects]}

/** Exactly the attributes that keys are made of: more or fewer are refused (API reference, CreateTable). */
export function definitionsOf({
  key,
  sort,
  indexes,
  localIndexes,
}: Pick<TableDesired, 'key' | 'sort' | 'indexes' | 'localIndexes'>): AttributeDefinition[] {
  const all: readonly (KeyAttribute | undefined)[] = [
    key,
    sort,
    ...Object.values(indexes).flatMap((index) => [index.key, index.sort]),
    ...Object.values(localIndexes).map((index) => index.sort),
  ]
  const types = new Map(all.flatMap((one) => (one ? [[one.name, one.type] as const] : [])))
  return [...types].map(([AttributeName, AttributeType]) => ({AttributeName, AttributeType}))
}

interface Described {
  readonly KeySchema?: readonly KeySchemaElement[] | undefined
  readonly Projection?: Projection | undefined
}

/** Key and sort key as DynamoDB answers them. Several attributes of one sort, which only indexes have, are joined. */
export function keysOf(
  {KeySchema = []}: Described,
  definitions: readonly AttributeDefinition[],
): {readonly key: KeyAttribute; readonly sort?: KeyAttribute} {
  const part = (sort: 'HASH' | 'RANGE'): KeyAttribute | undefined => {
    const names = KeySchema.filter(({KeyType}) => KeyType === sort).map(({AttributeName = ''}) => AttributeName)
    const [first] = names
    if (first === undefined) return undefined
    const type = definitions.find(({AttributeName}) => AttributeName === first)?.AttributeType
    return {name: names.join('+'), type: type === 'N' || type === 'B' ? type : 'S'}
  }
  const sort = part('RANGE')
  return {key: part('HASH') ?? {name: '', type: 'S'}, ...(sort && {sort})}
}

export function projectedBy({Projection: found}: Described): Projected {
  if (found?.ProjectionType === 'INCLUDE') return [...(found.NonKeyAttributes ?? [])].sort()
  return found?.ProjectionType === 'KEYS_ONLY' ? 'KEYS_ONLY' : 'ALL'
}

/** An index with its own partition key, as DynamoDB takes it. */
export const globalIndex = (name: string, {key, sort, projects}: IndexDesired) => ({
  IndexName: name,
  KeySchema: keySchema(key, sort),
  Projection: projection(projects),
})

export const localIndex = (name: string, key: KeyAttribute, {sort, projects}: LocalIndexDesired) => ({
  IndexName: name,
  KeySchema: keySchema(key, sort),
  Projection: projection(projects),
})

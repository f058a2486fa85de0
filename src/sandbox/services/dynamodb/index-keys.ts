import {ServiceError} from '../../core/errors.js'
import type {Item, StoredIndex, StoredTable} from './tables.js'

/** An attribute that is a key of an index and has no text, or no bytes: an index takes none. */
function findEmpty({KeySchema}: StoredIndex, item: Item): string | undefined {
  const names = KeySchema.map(({AttributeName}) => AttributeName)
  return names.find((name) => item[name]?.['S'] === '' || item[name]?.['B'] === '')
}

/**
 * What is wrong with an item for the indexes of its table, which dynalite does not know.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function emptyIndexKey(
  {GlobalSecondaryIndexes = [], LocalSecondaryIndexes = []}: StoredTable,
  item: Item,
): ServiceError | undefined {
  for (const index of [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]) {
    const name = findEmpty(index, item)
    if (name !== undefined)
      return new ServiceError(
        'ValidationException',
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.IndexName}, IndexKey: ${name}`,
      )
  }
  return undefined
}

/** Whether an index that is made later takes an item: one whose keys have another type, or are empty, is left out. */
export function fitsIndex(index: StoredIndex, item: Item, types: ReadonlyMap<string, string>): boolean {
  const keys = index.KeySchema.map(({AttributeName}) => AttributeName)
  return findEmpty(index, item) === undefined && keys.every((name) => item[name]?.[types.get(name) ?? ''] !== undefined)
}

import dynamodb from './condition-keys/dynamodb.json' with {type: 'json'}

/**
 * DynamoDB's own condition keys that AWS fills for an operation on items, by its name (`GetItem`), as the service
 * authorization reference lists them; none for any other operation. What AWS does not fill, no policy can ask for.
 */
export const dynamodbKeys = (operation: string): readonly string[] => KEYS.get(operation) ?? []

const KEYS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(dynamodb))

/** A name as environment variables are written: `todosTable` and `todos-table` are `TODOS_TABLE`. Pure. */
export const variableName = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase()

/** What the id of an app client is called among environment variables, beside the one that front ends use. Pure. */
export const clientVariable = (name: string): string => `USER_POOL_CLIENT_ID_${name.toUpperCase().replaceAll('-', '_')}`

/** What the name of a table is called among environment variables; its ARN has `_ARN` at the end. Pure. */
export const tableVariable = (name: string): string => `TABLE_${variableName(name)}`

/** What the address of an API is called among environment variables. Pure. */
export const apiVariable = (name: string): string => `API_${variableName(name)}`

/** The same as `tableVariable`, of a bucket. Pure. */
export const bucketVariable = (name: string): string => `BUCKET_${variableName(name)}`

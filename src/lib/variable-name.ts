/** A name as environment variables are written: `todosTable` and `todos-table` are `TODOS_TABLE`. Pure. */
export const variableName = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase()

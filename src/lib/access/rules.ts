/** What signed-in users (or guests) may reach directly from the browser. `{env}` in names is replaced. */
export type AccessRule =
  | {readonly dynamodb: {readonly table: string; readonly owner: 'identity'; readonly actions: readonly Verb[]}}
  | {readonly s3: {readonly bucket: string; readonly owner: 'identity'; readonly actions: readonly Verb[]}}
  | {readonly lambda: {readonly function: string}}

export type Verb = 'read' | 'write'

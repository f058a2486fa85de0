// dynalite 4 has no types of its own. What is declared here is what its actions use of a store, and we of them.

declare module 'dynalite/actions/*' {
  /** Carries out a checked request on a store, and calls back with the reply or an error. */
  const action: (store: object, request: object, callback: (error: unknown, reply?: object) => void) => void
  export default action
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** A copy with the members that `types` names. */
    checkTypes(request: object, types: object): import('./requests.js').Checked
    /** Throws what is wrong with a request; adds its expressions, parsed, as `_projection`, `_updates` and the like. */
    checkValidations(request: object, types: object, custom: unknown, store: object): void
  }
  export default validations
}

declare module 'dynalite/validations/*' {
  const validation: {readonly types: object; readonly custom?: unknown}
  export default validation
}

declare module 'dynalite/db/index.js' {
  type Table = import('./tables.js').StoredTable
  type Item = import('./tables.js').Item
  const db: {
    validateKey(key: Item, table: Table): unknown
    validateItem(item: Item, table: Table): unknown
    createKey(item: Item, table: Table): string
    getIndexActions(
      indexes: readonly import('./tables.js').StoredIndex[],
      existing: Item | undefined,
      item: Item,
      table: Table,
    ): {readonly puts: readonly {readonly key: string; readonly item: Item}[]}
    checkConditional(request: object, item: Item | undefined): unknown
  }
  export default db
}

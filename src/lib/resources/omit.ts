/** A copy without these fields. */
export function omit<T extends object, K extends keyof T>(value: T, ...fields: readonly K[]): Omit<T, K>
export function omit(value: object, ...fields: readonly PropertyKey[]): object {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !fields.includes(field)))
}

/** A copy without these members: what is kept of a thing, and is none of an answer's. */
export function without<T extends object, K extends keyof T>(value: T, members: readonly K[]): Omit<T, K>
export function without(value: object, members: readonly PropertyKey[]): object {
  return Object.fromEntries(Object.entries(value).filter(([member]) => !members.includes(member)))
}

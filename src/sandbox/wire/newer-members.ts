/** The SDK's own numbers of simple types. */
export const TEXT = 0
export const BOOLEAN = 2

/**
 * Teaches a structure's schema of the SDK, in this process, a member that AWS has and this SDK does not know: the wire
 * formats are read and written by it. A schema holds names and types of its members, in two lists of one order.
 */
export function addMember(structure: object, name: string, type: number): void {
  const {4: names, 5: types} = structure as Readonly<Record<4, string[]> & Record<5, unknown[]>>
  if (names.includes(name)) return
  names.push(name)
  types.push(type)
}

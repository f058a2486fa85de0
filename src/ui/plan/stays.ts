/** What was there before awsup, and stays as it is: `apply` and `destroy` delete its record alone. By kind. */
const STAYS: ReadonlyMap<string, string> = new Map([
  ['region', 'the region stays enabled'],
  ['identity-center', 'it stays switched on'],
])

/** `its record alone, the region stays enabled`; `undefined` where a deletion deletes. Pure. */
export function tellStays(kind: string): string | undefined {
  const stays = STAYS.get(kind)
  return stays && `its record alone, ${stays}`
}

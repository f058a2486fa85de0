/** What to add to `actual` and what to take away from it, so that it becomes `desired`. Order does not matter. */
export const difference = (
  desired: readonly string[],
  actual: readonly string[],
): {readonly added: readonly string[]; readonly removed: readonly string[]} => ({
  added: desired.filter((name) => !actual.includes(name)),
  removed: actual.filter((name) => !desired.includes(name)),
})

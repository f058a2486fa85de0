/** How long AWS says that a kind takes, where that is longer than a person expects. */
const USUAL: ReadonlyMap<string, string> = new Map([
  // SDK, CreateAccount: "it might take a few minutes".
  ['account', 'a few minutes'],
  // Account Management guide, "Enable or disable AWS Regions".
  ['region', 'minutes, up to hours'],
  // SDK, FinalizingOrganizationException: "can take up to an hour".
  ['organization', 'seconds, up to an hour'],
])

/** ` (usually a few minutes)`, with the blank before it; nothing for what takes seconds. */
export function renderUsual(kind: string): string {
  const usual = USUAL.get(kind)
  return usual === undefined ? '' : ` (usually ${usual})`
}

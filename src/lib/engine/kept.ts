/** What `destroy` never touches: an account takes 90 days to close, and others may live in the organization. */
export const KEPT: ReadonlySet<string> = new Set(['organization', 'organizational-unit', 'account', 'existing-account'])

/**
 * What `destroy` never touches: an account takes 90 days to close, others may live in the organization, and a region that
 * is switched off takes away the access to all that anybody has there.
 */
export const KEPT: ReadonlySet<string> = new Set([
  'organization',
  'organizational-unit',
  'account',
  'existing-account',
  'region',
])

import type {Project} from '../../project/project.js'
import type {AccessTest} from './test-result.js'

/**
 * The same test, with a word where it tested nothing: no rules, or no requests. A pipeline that runs it must not be green
 * because the rules went missing, so this is no pass; the roles on AWS are worth a look all the same.
 */
export function withNothing(test: AccessTest, {manifest: {access}}: Project): AccessTest {
  const rules = [access.authenticated, access.guests, ...access.groups.values()].flat()
  const requests = test.roles.reduce((sum, role) => sum + role.requests, 0)
  if (requests === 0) return {...test, nothing: rules.length === 0 ? NO_RULES : 'no request could be tried'}
  if (rules.length > 0) return test
  if (test.policies !== 'deployed') return {...test, nothing: NO_RULES}
  return {...test, notes: [...(test.notes ?? []), `${NO_RULES}: only what no rule opens was tried`]}
}

const NO_RULES = 'awsup.yaml has no rules under access'

import {mapCondition, type StatementRule} from './rule.js'
import {withAccount, type Place, type Statement} from '../../policy/statement.js'

/** A statement as it was written, with `{account}` and `{region}` in its resources and `{region}` in its conditions. */
export function rawStatement({effect, actions, resources, condition}: StatementRule, place: Place): Statement {
  const placed = (text: string): string => text.replaceAll('{region}', place.region)
  return {
    Sid: effect === 'allow' ? 'Allowed' : 'Denied',
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Action: actions,
    Resource: resources.map((resource) => withAccount(placed(resource), place.account)),
    ...(Object.keys(condition).length > 0 && {Condition: mapCondition(condition, placed)}),
  }
}

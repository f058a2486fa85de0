import {actionsOf} from '../../../models/actions.js'

/**
 * Where AWS has no such action, whatever its case: all that its service has. `undefined` where it has it, and for services
 * that nothing is known of. Pure.
 */
export function actionsInstead(action: string): readonly string[] | undefined {
  const [service = '', name = ''] = action.toLowerCase().split(':')
  const known = actionsOf(service)
  return known?.some((one) => one.toLowerCase() === name) ? undefined : known
}

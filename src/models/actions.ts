import actions from './actions.json' with {type: 'json'}

/**
 * Names of all IAM actions of a service, as the service authorization reference has them: `GetItem` of `dynamodb`.
 * `undefined` for a service that access rules are not about.
 */
export const actionsOf = (service: string): readonly string[] | undefined => ACTIONS.get(service)

const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(actions))

import type {Trial} from '../trial.js'
import {listed, sayOwner} from '../words.js'
import {routeProbes} from './probes.js'
import {DEFAULT_STAGE, type RouteRule} from './rule.js'

export const api: Trial<'api'> = {
  probes: routeProbes,
  says: sayRoutes,
  isAbout: (rule, {service, sort}) => service === 'execute-api' && sort === rule.api,
  // API Gateway developer guide, "Control access to a REST API with IAM permissions" and "… HTTP APIs … IAM authorization".
  before:
    'API Gateway goes by these policies only on routes whose authorization is AWS_IAM: other routes are open to everybody, or have an authorizer of their own',
}

function sayRoutes({api: id, stage, region, routes, owner}: RouteRule): string {
  const named = routes.map((route) => route.replaceAll('{owner}', `<${sayOwner(owner)}>`))
  const at = stage === DEFAULT_STAGE ? '' : `, stage ${stage}`
  return `call ${listed(named)} of the API ${id}${at}${region === undefined ? '' : `, in ${region}`}`
}

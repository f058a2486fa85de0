import {ownerVariable, patternGuard} from '../../owner.js'
import type {Grant} from '../../policy/grants.js'
import {arnIn, type Place} from '../../policy/statement.js'
import {partsOf, type RouteRule} from './rule.js'

/**
 * Routes of an API, each a resource of its own: `<api>/<stage>/<method>/<path>`, the path without the slash before it. The
 * default stage is `$default` there, though no URL has it (API Gateway developer guide, "Control access for invoking an API").
 */
export function routeGrant({api, stage, region, routes, owner}: RouteRule, place: Place): Grant {
  const where = {...place, region: region ?? place.region}
  const resources = routes.map((route) => {
    const {method, path} = partsOf(route)
    const named = path.replaceAll('{owner}', ownerVariable(owner, place))
    return arnIn(where, 'execute-api', `${api}/${stage}/${method === 'ANY' ? '*' : method}${named}`)
  })
  return {
    sid: owner === 'none' ? 'CallRoutes' : 'CallOwnRoutes',
    thing: `${api}/${stage}`,
    actions: ['execute-api:Invoke'],
    resources,
    condition: patternGuard(owner, place),
  }
}

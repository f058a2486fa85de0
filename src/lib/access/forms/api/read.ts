import {either, made, mapping, oneOrMore, record} from '../../../manifest/read/collections.js'
import {optional, required} from '../../../manifest/read/keys.js'
import {text} from '../../../manifest/read/scalars.js'
import {refused, type Read} from '../../../manifest/read/spot.js'
import {environmentName} from '../../../manifest/rules/names.js'
import {ownerName} from '../../../manifest/rules/owners.js'
import {templateOf} from '../../../manifest/rules/placeholders.js'
import {regionName} from '../../../manifest/rules/regions.js'
import {apiName, gatewayId, route, stageName} from '../../../manifest/rules/access.js'
import type {Owner} from '../../owner.js'
import {requireNoOwner} from '../no-owner.js'
import {DEFAULT_STAGE, type RouteRule} from './rule.js'

/** One API, or one for each environment. */
const apiOf: Read<Pick<RouteRule, 'api' | 'apis'>> = either(
  made(text(gatewayId), (api) => ({api})),
  made(record({name: environmentName, read: text(gatewayId), max: 1000}), (apis) => ({
    api: '',
    apis: Object.fromEntries(apis),
  })),
)

/** `api {api, name, stage, region, routes, owner}`. */
export const readRoutes: Read<RouteRule> = mapping(
  {
    /** Id of the API, the beginning of its address; or one for each environment: `{ dev: …, prod: … }`. */
    api: required(apiOf),
    /** What applications call it, the same in every environment. Outputs have its address under this name. */
    name: optional(text(apiName)),
    /**
     * Stage of the API. HTTP APIs have one that no URL shows, `$default`.
     * @default $default
     */
    stage: optional(text(templateOf(stageName))),
    /** AWS region of the API. Without this key: the environment's. */
    region: optional(text(regionName)),
    /**
     * Routes that may be called: a method and a path, one or several. `ANY` is every method, `/*` at the end is all paths below,
     * `{owner}` is the owner.
     * @example ["GET /orders/*", "POST /orders"]
     */
    routes: required(oneOrMore(text(route), {max: 100})),
    /**
     * Owner whose paths they are, where `{owner}` is in them: `identity` (the identity id), `sub`, a claim such as `custom:tenant`;
     * or `none` for all who have the rule. Without this key: `identity` where a route has `{owner}` in it, else `none`.
     */
    owner: optional(text(ownerName)),
  },
  ({api, name, stage = DEFAULT_STAGE, region, routes, owner: said}, _, at) => {
    const owner = said ?? (routes.some((one) => one.includes('{owner}')) ? 'identity' : 'none')
    oneOrMore(routeOf(owner), {max: 100})(at('routes'))
    return {...api, ...(name !== undefined && {name}), stage, region, routes, owner}
  },
)

/** A route that says where its owner comes, or has none. */
const routeOf =
  (owner: Owner): Read<string> =>
  (spot) => {
    const said = text(route)(spot)
    if (owner === 'none') requireNoOwner(spot, said)
    else if (!said.includes('{owner}')) {
      throw refused(
        spot,
        'does not say where the owner comes',
        'For example: GET /users/{owner}/*. Routes that all share are a rule of their own.',
      )
    }
    return said
  }

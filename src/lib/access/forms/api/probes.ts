import {ANOTHER, byOwner, keyOf, ME} from '../../matrix/people.js'
import {fits, never, type Ground, type Probe} from '../../matrix/probe.js'
import type {AccessRule} from '../../rules.js'
import {DEFAULT_STAGE, partsOf, type RouteRule} from './rule.js'

const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS']

/** One request to an API as API Gateway sees it: the real path, and no parameters. */
interface Call {
  readonly method: string
  readonly path: string
}

/**
 * The routes of the rules, own and another's; the same by a method that no rule names, next to the path, above and below
 * it; and on every API another path, another stage and what administers it.
 */
export function routeProbes(rules: readonly AccessRule[], ground: Ground): readonly Probe[] {
  const all = rules.flatMap((rule) => ('api' in rule ? [rule.api] : []))
  const apis = new Map(all.map((rule) => [placeOf(rule), rule]))
  return [...apis.values()].flatMap((rule) => apiProbes(rule, {all, ground}))
}

function apiProbes(api: RouteRule, {all, ground}: {readonly all: readonly RouteRule[]; readonly ground: Ground}) {
  const same = all.filter((one) => placeOf(one) === placeOf(api))
  const on = {api, ground}
  const routes = [
    ...new Map(same.flatMap((rule) => rule.routes.map((route) => [`${rule.owner} ${route}`, {rule, route}]))).values(),
  ]
  const [first] = same.flatMap((rule) => rule.routes.map((route) => callOf(route, keyOf(ME, rule.owner))))
  const call = first ?? {method: 'GET', path: '/'}
  return [
    ...routes.flatMap(({rule, route}) => ownerTries(rule, route, on)),
    ...routes.flatMap(({rule, route}) => aroundTries(rule, route, {same, on})),
    callTry({method: 'GET', path: '/awsup-other'}, 'any other path', on),
    callTry(call, 'the same at any other stage', {...on, api: {...api, stage: 'awsup-other'}}),
    ...['InvalidateCache', 'ManageConnections'].map((action) => ({
      action: `execute-api:${action}`,
      resource: arnOf(call, on),
      keys: {},
      target: `${words(call)} of ${sayApi(api)}`,
      meant: never,
    })),
  ]
}

interface On {
  readonly api: RouteRule
  readonly ground: Ground
}

function ownerTries({owner}: RouteRule, route: string, on: On): readonly Probe[] {
  const mine = callOf(route, keyOf(ME, owner))
  const isAny = partsOf(route).method === 'ANY'
  if (owner === 'none') {
    return [mine, ...(isAny ? [{...mine, method: 'DELETE'}] : [])].map((call) => callTry(call, words(call), on))
  }
  const shown = `${route.replace('{owner}', '…')}${byOwner(owner)}`
  const theirs = callOf(route, keyOf(ANOTHER, owner))
  // A path that begins as one's own: what a forgotten slash would open.
  const beside = callOf(route, `${keyOf(ME, owner)}0`)
  return [
    callTry(mine, `own ${shown}`, on),
    callTry(theirs, `another’s ${shown}`, on),
    callTry(beside, `a path next to one’s own ${shown}`, on),
  ]
}

/** What a route does not mean: other methods, and the paths next to its own. */
function aroundTries(
  {owner}: RouteRule,
  route: string,
  {same, on}: {readonly same: readonly RouteRule[]; readonly on: On},
): readonly Probe[] {
  const call = callOf(route, keyOf(ME, owner))
  const {path} = partsOf(route)
  const named = same.flatMap(({routes}) => routes.map(partsOf)).filter((one) => one.path === path)
  const other = METHODS.find((method) => !named.some((one) => one.method === method || one.method === 'ANY'))
  const bare = callOf(route.replace(/\/\*$/, ''), keyOf(ME, owner)).path
  const paths = path.endsWith('/*') ? [bare, `${bare}-awsup/awsup`] : [`${call.path}/awsup`, `${call.path}-awsup`]
  return [
    ...(other === undefined ? [] : [callTry({...call, method: other}, `another method, ${other} ${call.path},`, on)]),
    ...paths.map((one) => ({...call, path: one.replace(/^\/*/, '/')})).map((one) => callTry(one, words(one), on)),
  ]
}

const callTry = (call: Call, target: string, on: On): Probe => ({
  action: 'execute-api:Invoke',
  resource: arnOf(call, on),
  keys: {},
  target: `${target} of ${sayApi(on.api)}`,
  meant: (rules) =>
    rules.some((rule) => 'api' in rule && placeOf(rule.api) === placeOf(on.api) && opens(rule.api, call)),
})

const opens = ({routes, owner}: RouteRule, call: Call): boolean =>
  routes.map(partsOf).some(({method, path}) => {
    const isMethod = method === 'ANY' || method === call.method
    return isMethod && fits(path.replaceAll('{owner}', keyOf(ME, owner)), call.path)
  })

/** A request that the route is for. */
function callOf(route: string, owner: string): Call {
  const {method, path} = partsOf(route)
  return {
    method: method === 'ANY' ? 'GET' : method,
    path: path.replaceAll('{owner}', owner).replace(/\*$/, 'awsup'),
  }
}

const arnOf = ({method, path}: Call, {api: {api, stage, region}, ground}: On): string =>
  `arn:aws:execute-api:${region ?? ground.region}:${ground.account}:${api}/${stage}/${method}${path}`

const words = ({method, path}: Call): string => `${method} ${path}`

/** What tells APIs and their stages apart. */
const placeOf = ({api, stage, region = ''}: RouteRule): string => `${region} ${api} ${stage}`

const sayApi = ({api, stage}: RouteRule): string => `API ${api}${stage === DEFAULT_STAGE ? '' : `, stage ${stage}`}`

import {bodiesOf} from '../../access/forms/registry.js'
import {DEFAULT_STAGE} from '../../access/forms/api/rule.js'
import type {Environment, Manifest} from '../manifest.js'
import {placed} from '../checks/access/placed-rules.js'
import {expandRules} from './access.js'

/** Where clients call an API. */
export interface ApiAddress {
  /** Without a slash at the end. */
  readonly endpoint: string
  /** A client that signs its requests needs it. */
  readonly region: string
}

/**
 * The APIs that access rules give a name, in one environment. The default stage of an HTTP API is not in its address, every
 * other stage is (API Gateway developer guide, "Call an API"). Pure.
 */
export function apisOf(
  manifest: Pick<Manifest, 'access' | 'project' | 'data'>,
  environment: Pick<Environment, 'name' | 'region'>,
): ReadonlyMap<string, ApiAddress> {
  const rules = placed(manifest.access).map(({rule}) => rule)
  return new Map(
    bodiesOf(expandRules(rules, manifest, environment), 'api').flatMap(({name, api, stage, region: said}) => {
      if (name === undefined) return []
      const region = said ?? environment.region
      const host = `https://${api}.execute-api.${region}.amazonaws.com`
      return [[name, {endpoint: stage === DEFAULT_STAGE ? host : `${host}/${stage}`, region}] as const]
    }),
  )
}

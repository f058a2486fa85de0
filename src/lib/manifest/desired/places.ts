import {ref, type KindNode} from '../../resources/nodes.js'
import {GLOBAL_REGION, isOptIn} from '../../base/regions.js'
import type {Environment, Manifest} from '../manifest.js'

/** Organizations is called in us-east-1, wherever the rest is. */
export const inManagement = {account: 'management', region: GLOBAL_REGION} as const satisfies Partial<KindNode>

/** In the environment's own account and region: where that has to be switched on first, after it is. */
export const inEnvironment = ({name, region}: Environment) =>
  ({
    account: isOptIn(region) ? ref(`${name}.region`, 'accountId') : ref(`${name}.account`),
    region,
    environment: name,
  }) satisfies Partial<KindNode>

/** What ARNs of a region begin with (AWS General Reference, "Amazon Resource Names"). */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'

/** Whether machines work in an environment, with tokens instead of keys. */
export const hasDeployers = ({deployers}: Manifest, env: string): boolean =>
  [...deployers.values()].some(({environments}) => environments.has(env))

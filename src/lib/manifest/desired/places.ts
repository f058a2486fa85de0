import {ref, type Node} from '../../resource.js'
import type {Environment} from '../manifest.js'

/** Organizations is called in us-east-1, wherever the rest is. */
export const inManagement = {account: 'management', region: 'us-east-1'} as const satisfies Partial<Node>

/** In the environment's own account and region. */
export const inEnvironment = ({name, region}: Environment) =>
  ({account: ref(`${name}.account`), region, environment: name}) satisfies Partial<Node>

/** What ARNs of a region begin with (AWS General Reference, "Amazon Resource Names"). */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'

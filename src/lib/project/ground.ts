import type {Ground} from '../access/matrix/probe.js'
import {recordsFolder, type Project} from './project.js'
import {loadEnvironment} from '../records/environment.js'
import type {Recorded} from '../records/records.js'

/** Stands for an account that is not made yet. */
const NO_ACCOUNT = '000000000000'

/** Where an environment's tables and functions are; an account not made yet is all zeroes. `records`: the environment's. */
export function groundOf(
  project: Project,
  environment: string,
  records: readonly Recorded[] = loadEnvironment(recordsFolder(project), environment) ?? [],
): Ground {
  const region = project.manifest.environments.get(environment)?.region ?? ''
  return {region, account: records.find(({address}) => address === `${environment}.account`)?.id ?? NO_ACCOUNT}
}

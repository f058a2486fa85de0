import {UsageError} from '../../../base/errors.js'
import {show} from '../../../manifest/read/show.js'
import {bucketNameOnAws, tableNameOnAws} from '../../../manifest/sections/data/rules.js'
import {accountId as accountRule} from '../../../manifest/rules/names.js'
import type {Target} from '../../../project/project.js'
import {loadProject} from '../../../project/load/from-text.js'
import {requireRegion} from '../../environments/regions.js'
import {hasManifest} from '../../init/init.js'

export type Sort = 'table' | 'bucket'

/** A table or bucket that is to be taken into an environment. */
export interface DataRequest {
  readonly sort: Sort
  readonly environment: string
  /** As AWS calls it. */
  readonly name: string
  /** As awsup.yaml is to call it; absent where nobody says. */
  readonly as: string | undefined
  readonly region: string
  /** Twelve digits; absent where nobody says, and the account of the credentials is meant. */
  readonly accountId: string | undefined
  readonly accessRole: string | undefined
}

/** What the command line says. */
export interface DataAnswers extends Omit<DataRequest, 'region'> {
  /** Of an environment that awsup.yaml does not have; only checked for one that it has. */
  readonly region: string | undefined
}

interface Where {
  readonly root: string
  readonly target: Target | undefined
}

/** The region of an environment of awsup.yaml; `undefined` where it has none of this name. */
export function regionInManifest({root, target}: Where, environment: string): string | undefined {
  if (!hasManifest(root)) return undefined
  return loadProject({root, target}).manifest.environments.get(environment)?.region
}

/** What is asked for, checked before anything is called. Throws UsageError. */
export function dataRequest({region, ...answers}: DataAnswers, where: Where): DataRequest {
  const {sort, name, accountId} = answers
  const problem = (sort === 'table' ? tableNameOnAws : bucketNameOnAws)(name)
  if (problem)
    throw new UsageError(`the ${sort} is ${show(name)}, must ${problem.must}`, {
      hint:
        problem.hint ?? `For example: awsup import ${sort} ${sort === 'table' ? 'todos' : 'acme-uploads'} --env dev`,
    })
  if (accountId !== undefined) requireAccount(accountId)
  const own = regionInManifest(where, answers.environment)
  if (region !== undefined) requireRegion('--region', region)
  if (own !== undefined && region !== undefined && region !== own)
    throw new UsageError(`--region says ${region}, but environments.${answers.environment} is in ${own}`, {
      hint: 'Leave --region out: an environment has one region.',
      details: {flag: '--region'},
    })
  const meant = own ?? region
  if (meant === undefined)
    throw new UsageError(`awsup.yaml has no environment ${show(answers.environment)}, so its region is needed`, {
      hint: 'Say it: --region eu-west-1',
      details: {flag: '--region'},
    })
  return {...answers, region: meant}
}

function requireAccount(accountId: string): void {
  const problem = accountRule(accountId)
  if (problem)
    throw new UsageError(`--account is ${show(accountId)}, must ${problem.must}`, {
      hint: 'Without it, the account of your credentials is meant.',
      details: {flag: '--account'},
    })
}

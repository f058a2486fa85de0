import type * as sdk from '@aws-sdk/client-amplify'
import {page} from '../../core/pages.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import type {Transaction} from '../../store/transaction.js'
import {without} from './without.js'
import {checkBasicAuth} from './basic-auth.js'
import {settleBranch} from './job-states.js'
import {
  appArn,
  badRequest,
  branchArn,
  limitExceeded,
  onApp,
  onBranch,
  requireApp,
  requireAppOrBad,
  requireBranch,
} from './refusals.js'
import {branches, domains, jobs, uploads, type Branch, type BranchSettings} from './tables.js'

/** Amplify Hosting user guide, "Amplify Hosting service quotas". */
const MAX_BRANCHES = 50

const STAGES = ['PRODUCTION', 'BETA', 'DEVELOPMENT', 'EXPERIMENTAL', 'PULL_REQUEST']

export const branchesOf = (tx: Transaction, appId: string): readonly Branch[] => branches.list(tx, [appId])

/** Its jobs go with it. */
export function forgetBranch(tx: Transaction, {appId, branchName}: Branch): void {
  for (const {jobId, uploadToken} of jobs.list(tx, [appId, branchName])) {
    jobs.delete(tx, [appId, branchName, jobId])
    uploads.delete(tx, [uploadToken])
  }
  branches.delete(tx, [appId, branchName])
}

function settingsOf(input: sdk.CreateBranchRequest | sdk.UpdateBranchRequest): BranchSettings {
  const {description, stage, framework, enableNotification, enableAutoBuild, environmentVariables} = input
  const {basicAuthCredentials, enableBasicAuth, enablePerformanceMode, buildSpec, ttl, displayName} = input
  const {enablePullRequestPreview, enableSkewProtection} = input
  const all = {
    ...{description, stage, framework, enableNotification, enableAutoBuild, environmentVariables},
    ...{basicAuthCredentials, enableBasicAuth, enablePerformanceMode, buildSpec, ttl, displayName},
    ...{enablePullRequestPreview, enableSkewProtection},
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** @throws ServiceError BadRequestException */
function checkBranch({stage, enableBasicAuth, basicAuthCredentials}: BranchSettings): void {
  if (stage !== undefined && !STAGES.includes(stage)) throw badRequest(`Invalid stage ${stage}.`)
  checkBasicAuth(enableBasicAuth, basicAuthCredentials)
}

/** The addresses of one's own that lead to a branch. */
const customDomainsOf = ({appId, branchName}: Branch, {tx}: Call): string[] =>
  domains
    .list(tx, [appId])
    .flatMap(({domainName, subDomains}) =>
      subDomains
        .filter((one) => one.branchName === branchName)
        .map(({prefix = ''}) => (prefix === '' ? domainName : `${prefix}.${domainName}`)),
    )

function shapeOf(branch: Branch, call: Call): sdk.Branch {
  const {appId, branchName, createdAt, updatedAt, tags, activeJobId} = branch
  const said = without(branch, ['appId', 'createdAt', 'updatedAt', 'tags', 'lastJob', 'site', 'activeJobId'])
  return {
    ...said,
    branchArn: branchArn(call, appId, branchName),
    branchName,
    ...(Object.keys(tags).length > 0 && {tags}),
    description: said.description ?? '',
    stage: said.stage ?? ('NONE' as sdk.Stage),
    displayName: said.displayName ?? branchName,
    framework: said.framework ?? '',
    enableNotification: said.enableNotification ?? false,
    createTime: new Date(createdAt),
    updateTime: new Date(updatedAt),
    environmentVariables: said.environmentVariables ?? {},
    enableAutoBuild: said.enableAutoBuild ?? true,
    customDomains: customDomainsOf(branch, call),
    activeJobId: activeJobId ?? '',
    totalNumberOfJobs: String(jobs.list(call.tx, [appId, branchName]).length),
    enableBasicAuth: said.enableBasicAuth ?? false,
    ttl: said.ttl ?? '5',
    enablePullRequestPreview: said.enablePullRequestPreview ?? false,
  }
}

const CreateBranch: Operation<sdk.CreateBranchCommandInput, sdk.CreateBranchResult> = {
  resource: onApp,
  run(input, call) {
    const {appId} = requireApp(input, call)
    const {branchName = ''} = input
    const settings = settingsOf(input)
    checkBranch(settings)
    if (branches.get(call.tx, [appId, branchName]))
      throw badRequest(`Failed to create branch. The branch ${branchName} already exists for the app ${appId}`)
    if (branchesOf(call.tx, appId).length >= MAX_BRANCHES)
      throw limitExceeded(`You have reached the maximum number of branches for the app ${appId}`)
    const made = {createdAt: call.now, updatedAt: call.now, tags: input.tags ?? {}, lastJob: 0}
    const branch: Branch = {...settings, appId, branchName, ...made}
    branches.put(call.tx, [appId, branchName], branch)
    return {branch: shapeOf(branch, call)}
  },
}

/** What is not sent stays. */
const UpdateBranch: Operation<sdk.UpdateBranchCommandInput, sdk.UpdateBranchResult> = {
  resource: onBranch,
  run(input, call) {
    const branch = {...settleBranch(requireBranch(input, call), call), ...settingsOf(input), updatedAt: call.now}
    checkBranch(branch)
    branches.put(call.tx, [branch.appId, branch.branchName], branch)
    return {branch: shapeOf(branch, call)}
  },
}

const GetBranch: Operation<sdk.GetBranchCommandInput, sdk.GetBranchResult> = {
  resource: onBranch,
  run: (input, call) => ({branch: shapeOf(settleBranch(requireBranch(input, call), call), call)}),
}

const ListBranches: Operation<sdk.ListBranchesCommandInput, sdk.ListBranchesResult> = {
  resource: ({appId}, call) => appArn(call, appId),
  run({appId, nextToken: token, maxResults: limit}, call) {
    const all = branchesOf(call.tx, requireAppOrBad({appId}, call).appId)
    const paging = {
      key: ({branchName}: Branch) => branchName,
      token,
      limit: limit || 50,
      badToken: 'BadRequestException',
    }
    const {items, next} = page(all, paging, call)
    return {branches: items.map((branch) => shapeOf(settleBranch(branch, call), call)), nextToken: next}
  },
}

const DeleteBranch: Operation<sdk.DeleteBranchCommandInput, sdk.DeleteBranchResult> = {
  resource: onBranch,
  run(input, call) {
    const branch = settleBranch(requireBranch(input, call), call)
    const shape = shapeOf(branch, call)
    forgetBranch(call.tx, branch)
    return {branch: shape}
  },
}

export const branchOperations = {
  CreateBranch,
  UpdateBranch,
  GetBranch,
  ListBranches,
  DeleteBranch,
} satisfies Operations<typeof sdk>

import {ServiceError} from '../../core/errors.js'
import type {Call} from '../../core/service.js'
import {apps, branches, type App, type Branch} from './tables.js'

export const badRequest = (message: string): ServiceError => new ServiceError('BadRequestException', message)
export const notFound = (message: string): ServiceError => new ServiceError('NotFoundException', message)
export const limitExceeded = (message: string): ServiceError => new ServiceError('LimitExceededException', message)

export const appArn = ({region, accountId}: Pick<Call, 'region' | 'accountId'>, appId = ''): string =>
  `arn:aws:amplify:${region}:${accountId}:apps/${appId}`

export const branchArn = (place: Pick<Call, 'region' | 'accountId'>, appId = '', branchName = ''): string =>
  `${appArn(place, appId)}/branches/${branchName}`

interface AppNamed {
  readonly appId: string | undefined
}
interface BranchNamed extends AppNamed {
  readonly branchName: string | undefined
}

/** ARNs that calls ask permission on (Service Authorization Reference, AWS Amplify). */
export const onApp = ({appId}: AppNamed, call: Call): string => appArn(call, appId)
export const onBranch = ({appId, branchName}: BranchNamed, call: Call): string => branchArn(call, appId, branchName)
export const onJob = (input: BranchNamed & {readonly jobId?: string | undefined}, call: Call): string =>
  `${onBranch(input, call)}/jobs/${input.jobId ?? ''}`
export const onDomain = (
  {appId, domainName}: AppNamed & {readonly domainName: string | undefined},
  call: Call,
): string => `${appArn(call, appId)}/domains/${domainName ?? ''}`

/** An app of the caller's account and region; another account's id is as unknown as none. @throws ServiceError NotFoundException */
export function requireApp({appId = ''}: AppNamed, {tx, accountId, region}: Call): App {
  const app = apps.get(tx, [appId])
  if (app?.accountId !== accountId || app.region !== region) throw notFound(`App ${appId} not found.`)
  return app
}

/** The same, for operations whose model lists no NotFoundException. @throws ServiceError BadRequestException */
export function requireAppOrBad(input: AppNamed, call: Call): App {
  try {
    return requireApp(input, call)
  } catch (error) {
    throw error instanceof ServiceError ? badRequest(error.message) : error
  }
}

/** "Branch renovate/x not found." (aws-amplify/amplify-hosting#2252). @throws ServiceError NotFoundException */
export function requireBranch({appId, branchName = ''}: BranchNamed, call: Call): Branch {
  const app = requireApp({appId}, call)
  const branch = branches.get(call.tx, [app.appId, branchName])
  if (!branch) throw notFound(`Branch ${branchName} not found.`)
  return branch
}

/** The same, for operations whose model lists no NotFoundException. @throws ServiceError BadRequestException */
export function requireBranchOrBad(input: BranchNamed, call: Call): Branch {
  try {
    return requireBranch(input, call)
  } catch (error) {
    throw error instanceof ServiceError ? badRequest(error.message) : error
  }
}

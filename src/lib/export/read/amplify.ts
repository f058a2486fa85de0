import {
  GetAppCommand,
  GetBranchCommand,
  GetDomainAssociationCommand,
  type App,
  type Branch,
  type DomainAssociation,
} from '@aws-sdk/client-amplify'
import {absentWhen} from '../../aws/calls/absent.js'
import type {Recorded} from '../../records/records.js'
import type {Context} from '../../base/resource.js'
import {omit} from '../../resources/omit.js'
import {keyText} from '../record.js'

export interface HostingAppFacts {
  /** A password of the app is not among them. */
  readonly app: Omit<App, 'basicAuthCredentials'>
}

export async function readHostingApp({id}: Recorded, {aws}: Context): Promise<HostingAppFacts | undefined> {
  const answer = await unlessGone(() => aws.amplify.send(new GetAppCommand({appId: id})))
  return answer?.app && {app: omit(answer.app, 'basicAuthCredentials')}
}

export interface HostingBranchFacts {
  readonly appId: string
  /** The password is not among them. */
  readonly branch: Omit<Branch, 'basicAuthCredentials'>
}

export async function readHostingBranch(recorded: Recorded, {aws}: Context): Promise<HostingBranchFacts | undefined> {
  const appId = keyText(recorded, 'appId')
  const answer = await unlessGone(() => aws.amplify.send(new GetBranchCommand({appId, branchName: recorded.id})))
  return answer?.branch && {appId, branch: omit(answer.branch, 'basicAuthCredentials')}
}

export interface HostingDomainFacts {
  readonly appId: string
  readonly domain: DomainAssociation
}

export async function readHostingDomain(recorded: Recorded, {aws}: Context): Promise<HostingDomainFacts | undefined> {
  const appId = keyText(recorded, 'appId')
  const named = {appId, domainName: recorded.id}
  const answer = await unlessGone(() => aws.amplify.send(new GetDomainAssociationCommand(named)))
  return answer?.domainAssociation && {appId, domain: answer.domainAssociation}
}

const unlessGone = <T>(ask: () => Promise<T>): Promise<T | undefined> => absentWhen('NotFoundException', ask)

import {
  CreateBranchCommand,
  DeleteBranchCommand,
  GetBranchCommand,
  TagResourceCommand,
  UpdateBranchCommand,
  type Branch,
} from '@aws-sdk/client-amplify'
import {absentWhen} from '../../aws/calls/absent.js'
import {isNoSecret} from '../../aws/credentials/secrets.js'
import {compare, type Context, type Resource} from '../../base/resource.js'
import type {SecretReference} from '../../base/secret-reference.js'
import {requireKept} from '../kept.js'
import {claimOf, isOurs} from '../owner.js'
import {present} from '../present.js'

/** A branch of an app: what is deployed to it is served at `<name>.<domain of the app>`. */
export interface HostingBranchDesired {
  readonly appId: string
  /** Lower-case letters, digits and hyphens; unique in the app. */
  readonly name: string
  readonly stage: 'PRODUCTION' | 'DEVELOPMENT'
  /** Who may open the site; absent: everybody. On AWS's side of the comparison a text, where AWS has another password. */
  readonly password?: SitePassword | typeof ANOTHER | undefined
  readonly tagged: boolean
}

/** A user name, and where the password is kept. */
export interface SitePassword {
  readonly user: string
  readonly kept: SecretReference
}

/** The id is the name. */
export interface HostingBranchActual extends HostingBranchDesired {
  readonly id: string
  readonly arn: string
}

export const ANOTHER = 'another password'

export const hostingBranch: Resource<HostingBranchDesired, HostingBranchActual, 'appId' | 'name' | 'password'> = {
  kind: 'hosting-branch',
  actions: [
    'amplify:GetBranch',
    'amplify:CreateBranch',
    'amplify:UpdateBranch',
    'amplify:TagResource',
    'amplify:DeleteBranch',
    'ssm:GetParameter',
    'secretsmanager:GetSecretValue',
  ],
  // Where the password is kept is part of it, so that reading can tell whether AWS has that one.
  key: ['appId', 'name', 'password'],
  loses: 'what is deployed to it',
  diff: compare<HostingBranchDesired>({
    appId: 'replace',
    name: 'replace',
    stage: 'update',
    password: 'update',
    tagged: 'update',
  }),

  async read({appId, name, password}, id, context) {
    const found = await getBranch(appId, id ?? name, context)
    return found && toActual(appId, found, {password, wanted: await findWanted(found, password, context), context})
  },

  async create(desired, context) {
    const {appId, name, password} = desired
    const wanted = isSitePassword(password) ? await credentialsOf(password, context) : undefined
    const input = {...settingsOf(desired, wanted), appId, branchName: name, tags: {...context.owner}}
    const {branch} = await context.aws.amplify.send(new CreateBranchCommand(input))
    return toActual(appId, present(branch, 'branch'), {password, wanted, context})
  },

  // UpdateBranch leaves what is not sent as it is.
  async update(desired, {id, arn, tagged}, context) {
    const {appId, password} = desired
    const before = present(await getBranch(appId, id, context), 'branch')
    // A site that has no password yet gets it, or the step fails: it never stays open because the secret is missing.
    const kept =
      isSitePassword(password) && before.enableBasicAuth !== true
        ? await credentialsOf(password, context)
        : await findWanted(before, password, context)
    await context.aws.amplify.send(new UpdateBranchCommand({...settingsOf(desired, kept), appId, branchName: id}))
    if (!tagged) await context.aws.amplify.send(new TagResourceCommand({resourceArn: arn, tags: {...context.owner}}))
    const after = toActual(appId, present(await getBranch(appId, id, context), 'branch'), {
      password,
      wanted: kept,
      context,
    })
    requireKept(`hosting branch ${id}`, hostingBranch.diff(desired, after))
    return after
  },

  // Its deployments go with it.
  async delete({id, appId}, {aws}) {
    await absentWhen('NotFoundException', () => aws.amplify.send(new DeleteBranchCommand({appId, branchName: id})))
  },
}

const isSitePassword = (password: HostingBranchDesired['password']): password is SitePassword =>
  typeof password === 'object'

async function getBranch(appId: string, branchName: string, {aws}: Context): Promise<Branch | undefined> {
  const answer = await absentWhen('NotFoundException', () =>
    aws.amplify.send(new GetBranchCommand({appId, branchName})),
  )
  return answer && present(answer.branch, 'branch')
}

/** As Amplify takes them: base64 of `user:password` (CreateBranch, `basicAuthCredentials`). */
const credentialsOf = async ({user, kept}: SitePassword, {aws}: Context): Promise<string> =>
  Buffer.from(`${user}:${await aws.readSecret(kept)}`).toString('base64')

/**
 * What AWS should have. A branch that asks for a password already keeps that one where ours cannot be had now, and we say
 * so; one that asks for none is not left open without a word.
 */
async function findWanted(
  branch: Branch,
  password: HostingBranchDesired['password'],
  context: Context,
): Promise<string | undefined> {
  if (!isSitePassword(password)) return undefined
  try {
    return await credentialsOf(password, context)
  } catch (error) {
    if (!isNoSecret(error)) throw error
    const state = branch.enableBasicAuth === true ? 'keeps the password that AWS has' : 'asks for no password yet'
    const message = `hosting branch ${branch.branchName ?? ''} ${state}: ${error.message}`
    context.report({type: 'warning', code: 'SECRET_NOT_READ', message})
    return undefined
  }
}

const settingsOf = ({stage, password}: HostingBranchDesired, wanted: string | undefined) => ({
  stage,
  enableAutoBuild: false,
  enableBasicAuth: isSitePassword(password),
  ...(wanted !== undefined && {basicAuthCredentials: wanted}),
})

interface Known {
  readonly password: HostingBranchDesired['password']
  /** Compared with what AWS has, and forgotten. */
  readonly wanted: string | undefined
  readonly context: Context
}

function toActual(appId: string, branch: Branch, {password, wanted, context}: Known): HostingBranchActual {
  const {enableBasicAuth = false, basicAuthCredentials} = branch
  const isSame = isSitePassword(password) && (wanted === undefined || wanted === basicAuthCredentials)
  const name = present(branch.branchName, 'branchName')
  return {
    id: name,
    arn: present(branch.branchArn, 'branchArn'),
    appId,
    name,
    stage: branch.stage === 'PRODUCTION' ? 'PRODUCTION' : 'DEVELOPMENT',
    password: enableBasicAuth ? (isSame ? password : ANOTHER) : undefined,
    tagged: isOurs(branch.tags, context.owner),
    ...claimOf(branch.tags, context.owner),
  }
}

import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../aws/absent.js'
import {ConflictError} from '../../errors.js'
import type {Context, Resource} from '../../resource.js'
import {requireKept} from '../kept.js'
import {requireSingle} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {compareUnordered} from '../unordered.js'
import {createInput, toSettings, updateInput} from './app-client-settings.js'

/** An app client of a user pool, for browsers: no secret. */
export interface AppClientDesired {
  readonly userPoolId: string
  readonly name: string
  /** In any order. The OAuth code flow is on when there is one. */
  readonly callbackUrls: readonly string[]
  readonly logoutUrls: readonly string[]
  /** 5 minutes to 1 day. */
  readonly accessTokenMinutes: number
  /** 5 minutes to 1 day. */
  readonly idTokenMinutes: number
  readonly refreshTokenDays: number
  readonly passkeys: boolean
}

/** The id is the client id. */
export interface AppClientActual extends AppClientDesired {
  readonly id: string
}

export const appClient: Resource<AppClientDesired, AppClientActual, 'userPoolId' | 'name'> = {
  kind: 'app-client',
  actions: [
    'cognito-idp:ListUserPoolClients',
    'cognito-idp:DescribeUserPoolClient',
    'cognito-idp:CreateUserPoolClient',
    'cognito-idp:UpdateUserPoolClient',
    'cognito-idp:DeleteUserPoolClient',
  ],
  // The pool is ours, so a name in it is; AWS lets two clients have the same one, and that is refused.
  key: ['userPoolId', 'name'],
  diff: compareUnordered<AppClientDesired>({
    userPoolId: 'replace',
    name: 'update',
    callbackUrls: 'update',
    logoutUrls: 'update',
    accessTokenMinutes: 'update',
    idTokenMinutes: 'update',
    refreshTokenDays: 'update',
    passkeys: 'update',
  }),

  async read(key, id, context) {
    const found = await describeClient(key.userPoolId, id ?? (await findIdByName(key, context)), context)
    return found && toActual(key.userPoolId, found)
  },

  async create(desired, {aws}) {
    const answer = await aws.cognito.send(new CreateUserPoolClientCommand(createInput(desired)))
    return toActual(desired.userPoolId, present(answer.UserPoolClient, 'UserPoolClient'))
  },

  // UpdateUserPoolClient resets what is not sent: it gets everything that is there, with our changes on top.
  async update(desired, {id, userPoolId}, context) {
    const before = present(await describeClient(userPoolId, id, context), 'UserPoolClient')
    await context.aws.cognito.send(new UpdateUserPoolClientCommand(updateInput({userPoolId, id}, before, desired)))
    const after = toActual(userPoolId, present(await describeClient(userPoolId, id, context), 'UserPoolClient'))
    requireKept(`app client ${id}`, appClient.diff(desired, after))
    return after
  },

  async delete({id, userPoolId}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DeleteUserPoolClientCommand({UserPoolId: userPoolId, ClientId: id})),
    )
  },
}

async function findIdByName(
  {userPoolId, name}: Pick<AppClientDesired, 'userPoolId' | 'name'>,
  {aws}: Context,
): Promise<string | undefined> {
  const pages = paginateListUserPoolClients({client: aws.cognito}, {UserPoolId: userPoolId, MaxResults: 60})
  const clients = await absentWhen('ResourceNotFoundException', () =>
    collect(pages, ({UserPoolClients}) => UserPoolClients),
  )
  const named = (clients ?? []).filter(({ClientName}) => ClientName === name)
  return requireSingle(`app clients named ${name} in ${userPoolId}`, named, ({ClientId = ''}) => ClientId)?.ClientId
}

async function describeClient(
  userPoolId: string,
  id: string | undefined,
  {aws}: Context,
): Promise<UserPoolClientType | undefined> {
  if (id === undefined) return undefined
  const answer = await absentWhen('ResourceNotFoundException', () =>
    aws.cognito.send(new DescribeUserPoolClientCommand({UserPoolId: userPoolId, ClientId: id})),
  )
  return answer && present(answer.UserPoolClient, 'UserPoolClient')
}

function toActual(userPoolId: string, client: UserPoolClientType): AppClientActual {
  const id = present(client.ClientId, 'ClientId')
  if (client.ClientSecret !== undefined) {
    throw new ConflictError(`app client ${client.ClientName ?? ''} (${id}) has a secret, which a browser cannot keep`, {
      code: 'CLIENT_HAS_SECRET',
      hint: 'AWS never takes a secret away: rename that client, or give this one another name in awsup.yaml.',
      details: {userPoolId, clientId: id},
    })
  }
  return {id, userPoolId, ...toSettings(client)}
}

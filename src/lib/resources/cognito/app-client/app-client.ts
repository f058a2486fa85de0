import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
  UpdateUserPoolClientCommand,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Context, Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {requireSingle} from '../../owner.js'
import {collect} from '../../pages.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'
import {createInput, toSettings, updateInput} from './settings.js'
import type {AppClientDesired} from './desired.js'

type AppClientKey = Pick<AppClientDesired, 'userPoolId' | 'name'>

/** The id is the client id. */
export interface AppClientActual extends AppClientDesired {
  readonly id: string
}

const everyField = compareUnordered<AppClientDesired>({
  userPoolId: 'replace',
  name: 'update',
  secret: 'refuse',
  callbackUrls: 'update',
  logoutUrls: 'update',
  oauth: 'update',
  flows: 'update',
  scopes: 'update',
  providers: 'update',
  accessTokenMinutes: 'update',
  idTokenMinutes: 'update',
  refreshTokenHours: 'update',
  refreshTokenRotation: 'update',
  signsUsersIn: 'update',
  choice: 'update',
  authFlows: 'update',
  readAttributes: 'update',
  writeAttributes: 'update',
})

const NO_WAY_BACK =
  'AWS gives a client its secret when it is made, or never: put its type back in awsup.yaml, or declare the other one ' +
  'under another name, move the application there, then remove this one.'

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
  within: ['userPoolId'],
  permanent: ['secret'],
  usual: {secret: false},
  doubles: true,
  // A field that the manifest leaves out is no difference.
  diff: (desired, actual) =>
    everyField(desired, actual)
      .filter(({to}) => to !== undefined)
      .map((change) => (change.field === 'secret' ? {...change, hint: NO_WAY_BACK} : change)),

  async read(key, id, context) {
    const found = await describeClient(key.userPoolId, id ?? (await findIdByName(key, context)), context)
    return found && toActual(key.userPoolId, found)
  },

  async create(desired, {aws}) {
    const answer = await aws.cognito.send(new CreateUserPoolClientCommand(createInput(desired)))
    return toActual(desired.userPoolId, present(answer.UserPoolClient, 'UserPoolClient'))
  },

  // UpdateUserPoolClient resets what is not sent: it gets everything that exists, with our changes on top.
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

  async twins({id, ...actual}, context) {
    return (await listNamed(actual, context)).filter((other) => other !== id).map((other) => ({id: other}))
  },
}

async function findIdByName(key: AppClientKey, context: Context): Promise<string | undefined> {
  const {userPoolId, name} = key
  return requireSingle(`app clients named ${name} in ${userPoolId}`, await listNamed(key, context), (id) => id)
}

/** Ids of every client of this name. */
async function listNamed({userPoolId, name}: AppClientKey, {aws}: Context): Promise<readonly string[]> {
  const pages = paginateListUserPoolClients({client: aws.cognito}, {UserPoolId: userPoolId, MaxResults: 60})
  const clients = await absentWhen('ResourceNotFoundException', () =>
    collect(pages, ({UserPoolClients}) => UserPoolClients),
  )
  const named = (clients ?? []).filter(({ClientName}) => ClientName === name)
  return named.map(({ClientId}) => present(ClientId, 'ClientId'))
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

const toActual = (userPoolId: string, client: UserPoolClientType): AppClientActual => ({
  id: present(client.ClientId, 'ClientId'),
  userPoolId,
  ...toSettings(client),
})

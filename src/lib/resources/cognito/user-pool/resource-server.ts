import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  UpdateResourceServerCommand,
  type ResourceServerType,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Resource} from '../../../base/resource.js'
import {requireKept} from '../../kept.js'
import {present} from '../../present.js'
import {compareUnordered} from '../../unordered.js'

/** An API that a user pool gives out scopes for. */
export interface ResourceServerDesired {
  readonly userPoolId: string
  /** 1–256 ASCII characters; unique in the pool, never changed. Scopes in tokens read `<identifier>/<scope>`. */
  readonly identifier: string
  readonly name: string
  /** At most 100, in any order. */
  readonly scopes: readonly {readonly name: string; readonly description: string}[]
}

/** The id is the identifier. */
export interface ResourceServerActual extends ResourceServerDesired {
  readonly id: string
}

export const resourceServer: Resource<ResourceServerDesired, ResourceServerActual, 'userPoolId' | 'identifier'> = {
  kind: 'resource-server',
  actions: [
    'cognito-idp:DescribeResourceServer',
    'cognito-idp:CreateResourceServer',
    'cognito-idp:UpdateResourceServer',
    'cognito-idp:DeleteResourceServer',
  ],
  key: ['userPoolId', 'identifier'],
  within: ['userPoolId'],
  diff: compareUnordered<ResourceServerDesired>({
    userPoolId: 'replace',
    identifier: 'replace',
    name: 'update',
    scopes: 'update',
  }),

  async read({userPoolId, identifier}, id, {aws}) {
    const answer = await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DescribeResourceServerCommand({UserPoolId: userPoolId, Identifier: id ?? identifier})),
    )
    return answer && toActual(userPoolId, present(answer.ResourceServer, 'ResourceServer'))
  },

  async create(desired, {aws}) {
    const {ResourceServer} = await aws.cognito.send(new CreateResourceServerCommand(inputOf(desired)))
    return toActual(desired.userPoolId, present(ResourceServer, 'ResourceServer'))
  },

  // UpdateResourceServer takes all that there is: a name, and scopes (none when none are sent).
  async update(desired, {id}, {aws}) {
    const answer = await aws.cognito.send(new UpdateResourceServerCommand(inputOf(desired)))
    const after = toActual(desired.userPoolId, present(answer.ResourceServer, 'ResourceServer'))
    requireKept(`resource server ${id}`, resourceServer.diff(desired, after))
    return after
  },

  async delete({id, userPoolId}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DeleteResourceServerCommand({UserPoolId: userPoolId, Identifier: id})),
    )
  },
}

const inputOf = ({userPoolId, identifier, name, scopes}: ResourceServerDesired) => ({
  UserPoolId: userPoolId,
  Identifier: identifier,
  Name: name,
  Scopes: scopes.map((scope) => ({ScopeName: scope.name, ScopeDescription: scope.description})),
})

const toActual = (userPoolId: string, server: ResourceServerType): ResourceServerActual => ({
  id: present(server.Identifier, 'Identifier'),
  userPoolId,
  identifier: server.Identifier ?? '',
  name: server.Name ?? '',
  scopes: (server.Scopes ?? []).map(({ScopeName = '', ScopeDescription = ''}) => ({
    name: ScopeName,
    description: ScopeDescription,
  })),
})

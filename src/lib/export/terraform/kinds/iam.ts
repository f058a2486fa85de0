import type {IamGroupFacts, IamUserFacts, OidcProviderFacts, PolicyFacts, RoleFacts} from '../../read/iam.js'
import {attributeOf, document, setOf, tagListOf} from '../parts.js'
import type {Scene, TerraformResource, Write} from '../written.js'

export const writeRole: Write<RoleFacts> = ({role, trust, ...granted}, scene) => {
  const type = 'aws_iam_role'
  const roleName = role.RoleName ?? ''
  const name = scene.name(type, scene.label)
  const self = {type, name}
  return {
    resources: [
      {
        ...self,
        importId: roleName,
        arguments: {
          name: roleName,
          path: pathOf(role.Path),
          description: textOf(role.Description),
          max_session_duration: role.MaxSessionDuration,
          permissions_boundary: boundaryOf(role, scene),
          assume_role_policy: document(trust, scene),
          tags: tagListOf(role.Tags),
        },
      },
      ...policiesOf({...self, awsName: roleName, word: 'role'}, granted, scene),
    ],
    answers: [{value: role.Arn ?? '', code: attributeOf(self, 'arn')}],
  }
}

export const writePolicy: Write<PolicyFacts> = ({policy, document: content}, scene) => {
  const type = 'aws_iam_policy'
  const name = scene.name(type, scene.label)
  const arn = policy.Arn ?? ''
  return {
    resources: [
      {
        type,
        name,
        importId: arn,
        arguments: {
          name: policy.PolicyName,
          path: pathOf(policy.Path),
          description: textOf(policy.Description),
          policy: document(content, scene),
          tags: tagListOf(policy.Tags),
        },
      },
    ],
    answers: [{value: arn, code: attributeOf({type, name}, 'arn')}],
  }
}

export const writeIamGroup: Write<IamGroupFacts> = ({group, ...granted}, scene) => {
  const type = 'aws_iam_group'
  const groupName = group.GroupName ?? ''
  const name = scene.name(type, scene.label)
  const self = {type, name}
  return {
    resources: [
      {...self, importId: groupName, arguments: {name: groupName, path: pathOf(group.Path)}},
      ...policiesOf({...self, awsName: groupName, word: 'group'}, granted, scene),
    ],
    answers: [{value: groupName, kind: 'iam-group', code: attributeOf(self, 'name')}],
  }
}

/** Passwords, access keys and MFA devices are no settings, and in no file: they stay with the user. */
export const writeIamUser: Write<IamUserFacts> = ({user, groups, ...granted}, scene) => {
  const type = 'aws_iam_user'
  const membership = 'aws_iam_user_group_membership'
  const userName = user.UserName ?? ''
  const name = scene.name(type, scene.label)
  const self = {type, name}
  const sorted = [...groups].sort()
  return {
    resources: [
      {
        ...self,
        importId: userName,
        arguments: {
          name: userName,
          path: pathOf(user.Path),
          permissions_boundary: boundaryOf(user, scene),
          tags: tagListOf(user.Tags),
        },
      },
      ...(sorted.length === 0
        ? []
        : [
            {
              type: membership,
              name: scene.name(membership, scene.label),
              importId: [userName, ...sorted].join('/'),
              arguments: {
                user: attributeOf(self, 'name'),
                groups: sorted.map((group) => scene.named('iam-group', group)),
              },
            },
          ]),
      ...policiesOf({...self, awsName: userName, word: 'user'}, granted, scene),
    ],
  }
}

/** Thumbprints are IAM's own to find, and in no file. */
export const writeOidcProvider: Write<OidcProviderFacts> = ({arn, provider}, scene) => {
  const type = 'aws_iam_openid_connect_provider'
  const self = {type, name: scene.name(type, scene.label)}
  return {
    resources: [
      {
        ...self,
        importId: arn,
        arguments: {
          url: `https://${provider.Url ?? ''}`,
          client_id_list: setOf(provider.ClientIDList),
          tags: tagListOf(provider.Tags),
        },
      },
    ],
    answers: [{value: arn, code: attributeOf(self, 'arn')}],
  }
}

interface Owner {
  readonly type: string
  readonly name: string
  readonly awsName: string
  /** The argument that names it. */
  readonly word: 'role' | 'group' | 'user'
}

type Granted = Pick<RoleFacts, 'inlinePolicies' | 'managedPolicies'>

/** What a role, group or user may do. */
function policiesOf(owner: Owner, granted: Granted, scene: Scene): readonly TerraformResource[] {
  const inline = `aws_iam_${owner.word}_policy`
  const attachment = `aws_iam_${owner.word}_policy_attachment`
  const self = attributeOf(owner, 'name')
  return [
    ...Object.entries(granted.inlinePolicies).map(([policyName, content]) => ({
      type: inline,
      name: scene.name(inline, scene.label, policyName),
      importId: `${owner.awsName}:${policyName}`,
      arguments: {name: policyName, [owner.word]: self, policy: document(content, scene)},
    })),
    ...(setOf(granted.managedPolicies) ?? []).map((arn) => ({
      type: attachment,
      name: scene.name(attachment, scene.label, arn.slice(arn.lastIndexOf('/') + 1)),
      importId: `${owner.awsName}/${arn}`,
      arguments: {[owner.word]: self, policy_arn: scene.refer(arn)},
    })),
  ]
}

/** Terraform's default is not written. */
const pathOf = (path: string | undefined): string | undefined => (path === '/' ? undefined : path)

const textOf = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

/** A policy of the same export is referred to. */
function boundaryOf({PermissionsBoundary: limit}: Limited, scene: Scene) {
  const arn = limit?.PermissionsBoundaryArn
  return arn === undefined ? undefined : scene.refer(arn)
}

type Limited = Pick<RoleFacts['role'], 'PermissionsBoundary'>

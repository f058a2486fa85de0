import type {
  AccountFacts,
  ExistingAccountFacts,
  GuardrailFacts,
  OrganizationFacts,
  UnitFacts,
} from '../../read/organizations.js'
import {parseDocument} from '../../../resources/documents.js'
import {code} from '../hcl.js'
import {attributeOf, document, PRECIOUS, setOf, tagsOf} from '../parts.js'
import type {TerraformResource, Write} from '../written.js'

export const writeOrganization: Write<OrganizationFacts> = ({organization, root, services}, scene) => {
  const resource: TerraformResource = {
    type: 'aws_organizations_organization',
    name: scene.name('aws_organizations_organization', 'this'),
    importId: organization.Id ?? '',
    arguments: {
      feature_set: organization.FeatureSet,
      enabled_policy_types: setOf(
        (root?.PolicyTypes ?? []).flatMap(({Type, Status}) => (Status === 'ENABLED' && Type) || []),
      ),
      aws_service_access_principals: setOf(services),
    },
    blocks: [PRECIOUS],
  }
  const rootId = root?.Id
  return {
    resources: [resource],
    answers: rootId === undefined ? [] : [{value: rootId, code: code(`${resource.type}.${resource.name}.roots[0].id`)}],
  }
}

export const writeUnit: Write<UnitFacts> = ({unit, parentId, tags}, scene) => {
  const type = 'aws_organizations_organizational_unit'
  const id = unit.Id ?? ''
  const name = scene.name(type, unit.Name ?? 'this')
  return {
    resources: [
      {
        type,
        name,
        importId: id,
        arguments: {name: unit.Name, parent_id: scene.refer(parentId), tags: tagsOf(tags)},
      },
    ],
    answers: [{value: id, code: attributeOf({type, name}, 'id')}],
  }
}

/** AWS does not answer the role that an account was made with, so Terraform cannot know it either. */
export const writeAccount: Write<AccountFacts> = ({account, parentId, roleName, tags}, scene) => {
  const type = 'aws_organizations_account'
  const id = account.Id ?? ''
  const name = scene.name(type, scene.label)
  return {
    resources: [
      {
        type,
        name,
        importId: id,
        comment: [`Entered by the role ${roleName}. AWS does not answer that name: in Terraform it would be a change.`],
        arguments: {
          name: account.Name,
          email: account.Email,
          parent_id: scene.refer(parentId),
          tags: tagsOf(tags),
        },
        blocks: [PRECIOUS],
      },
    ],
    answers: [{value: id, code: attributeOf({type, name}, 'id')}],
  }
}

/** It was there before awsup, and is there after it. */
export const writeExistingAccount: Write<ExistingAccountFacts> = ({accountId}) => ({
  resources: [],
  missing: [`account ${accountId}, which awsup neither made nor manages: its owner keeps managing it`],
})

export const writeGuardrail: Write<GuardrailFacts> = ({policy, targetIds, tags}, scene) => {
  const {Id = '', Name = '', Description, Type} = policy.PolicySummary ?? {}
  const type = 'aws_organizations_policy'
  const attachment = 'aws_organizations_policy_attachment'
  const name = scene.name(type, scene.label)
  return {
    resources: [
      {
        type,
        name,
        importId: Id,
        arguments: {
          name: Name,
          description: Description === '' ? undefined : Description,
          type: Type,
          content: document(parseDocument(policy.Content, `policy ${Name}`), scene),
          tags: tagsOf(tags),
        },
      },
      ...[...targetIds].sort().map((target): TerraformResource => ({
        type: attachment,
        name: scene.name(attachment, scene.label, ...(targetIds.length > 1 ? [target] : [])),
        importId: `${target}:${Id}`,
        arguments: {policy_id: attributeOf({type, name}, 'id'), target_id: scene.refer(target)},
      })),
    ],
  }
}

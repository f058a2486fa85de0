import type {HostingAppFacts, HostingBranchFacts, HostingDomainFacts} from '../../read/amplify.js'
import {code} from '../hcl.js'
import {attributeOf, filled, tagsOf} from '../parts.js'
import type {Write} from '../written.js'

export const writeHostingApp: Write<HostingAppFacts> = ({app}, scene) => {
  const type = 'aws_amplify_app'
  const name = scene.name(type, 'this')
  const id = app.appId ?? ''
  return {
    resources: [
      {
        type,
        name,
        importId: id,
        arguments: {
          name: app.name,
          description: app.description === '' ? undefined : app.description,
          platform: app.platform,
          custom_headers: app.customHeaders === '' ? undefined : app.customHeaders,
          environment_variables: filled(app.environmentVariables),
          tags: tagsOf(app.tags),
        },
        blocks: [
          ...(app.customRules ?? []).map(({source, target, status, condition}) => ({
            type: 'custom_rule',
            arguments: {source, target, status, condition},
          })),
          {type: 'cache_config', arguments: {type: app.cacheConfig?.type}},
        ],
      },
    ],
    answers: [{value: id, code: attributeOf({type, name}, 'id'), within: true}],
  }
}

export const writeHostingBranch: Write<HostingBranchFacts> = ({appId, branch}, scene) => {
  const type = 'aws_amplify_branch'
  const branchName = branch.branchName ?? ''
  const name = scene.name(type, 'this')
  const variable = 'site_basic_auth_credentials'
  const isProtected = branch.enableBasicAuth === true
  return {
    resources: [
      {
        type,
        name,
        importId: `${appId}/${branchName}`,
        arguments: {
          app_id: scene.refer(appId),
          branch_name: branchName,
          stage: branch.stage,
          enable_auto_build: branch.enableAutoBuild,
          enable_basic_auth: isProtected ? true : undefined,
          basic_auth_credentials: isProtected ? code(`var.${variable}`) : undefined,
          environment_variables: filled(branch.environmentVariables),
          tags: tagsOf(branch.tags),
        },
        blocks: isProtected ? [{type: 'lifecycle', arguments: {ignore_changes: [code('basic_auth_credentials')]}}] : [],
      },
    ],
    answers: [{value: branchName, kind: 'hosting-branch', code: attributeOf({type, name}, 'branch_name')}],
    variables: isProtected
      ? [
          {
            name: variable,
            description: `Base64 of user:password of the site ${branchName}, for when Terraform has to make it. To change it, take it out of ignore_changes.`,
          },
        ]
      : [],
    missing: [
      'what is deployed to it: Terraform has no resource for deployments. "awsup deploy" goes on deploying there',
    ],
  }
}

export const writeHostingDomain: Write<HostingDomainFacts> = ({appId, domain}, scene) => {
  const type = 'aws_amplify_domain_association'
  const domainName = domain.domainName ?? ''
  return {
    resources: [
      {
        type,
        name: scene.name(type, 'this'),
        importId: `${appId}/${domainName}`,
        arguments: {
          app_id: scene.refer(appId),
          domain_name: domainName,
          // AWS waits for records that people make elsewhere.
          wait_for_verification: false,
        },
        blocks: (domain.subDomains ?? []).map(({subDomainSetting}) => ({
          type: 'sub_domain',
          arguments: {
            prefix: subDomainSetting?.prefix ?? '',
            branch_name: scene.named('hosting-branch', subDomainSetting?.branchName ?? ''),
          },
        })),
      },
    ],
  }
}

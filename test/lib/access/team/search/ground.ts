import {accountsOf, ACCOUNTS, ADMINISTRATOR, BOUNDARY, EVERYTHING, TEAM, type Principal} from '../world.js'
import type {Ground} from './state.js'

export const APP_ROLE = `arn:aws:iam::${ACCOUNTS.dev}:role/app/web`
export const FUNCTION_ROLE = `arn:aws:iam::${ACCOUNTS.dev}:role/service-role/legacy`
/** A contractor of the management account, who may assume whatever lets him in of awsup's. */
export const CONTRACTOR = `arn:aws:iam::${ACCOUNTS.management}:user/contractor`
/** A tool of dev that may assume roles, and nothing else. */
export const TOOL = `arn:aws:iam::${ACCOUNTS.dev}:role/tool`
export const person = (name: string): string => `arn:aws:iam::${ACCOUNTS.management}:user/awsup/acme/${name}`

const trust = (principal: Readonly<Record<string, string>>, action = 'sts:AssumeRole') => ({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: principal, Action: action}],
})
const root = (account: string) => ({AWS: `arn:aws:iam::${account}:root`})
const ALL = new Map([[ADMINISTRATOR, EVERYTHING]])
const may = (action: string, resource: string) =>
  ['own', {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: action, Resource: resource}]}] as const

/** A principal in an account, by its name in IAM: `role/ci`. */
const one = (account: string, name: string, rest: Partial<Principal>): Principal => ({
  arn: `arn:aws:iam::${account}:${name}`,
  account,
  policies: ALL,
  ...rest,
})

/** Who administers the accounts: the access roles, and an administrator of the management account. */
const ADMINISTRATORS: readonly Principal[] = [
  one(ACCOUNTS.dev, 'role/OrganizationAccountAccessRole', {trust: trust(root(ACCOUNTS.management))}),
  one(ACCOUNTS.prod, 'role/OrganizationAccountAccessRole', {trust: trust(root(ACCOUNTS.management))}),
  one(ACCOUNTS.management, 'user/founder', {}),
  {
    ...one(ACCOUNTS.management, 'user/contractor', {}),
    policies: new Map([may('sts:AssumeRole', 'arn:aws:iam::*:role/awsup/*')]),
  },
  {
    ...one(ACCOUNTS.dev, 'role/tool', {trust: trust({Service: 'ec2.amazonaws.com'})}),
    policies: new Map([may('sts:AssumeRole', '*')]),
  },
]

const {dev} = ACCOUNTS
/** Roles with administrator rights that accounts often hold, each trusting somebody else; and one that developers made. */
const OFTEN_FOUND: readonly Principal[] = [
  one(dev, 'role/cdk-hnb659fds-deploy-role', {trust: trust(root(dev))}),
  one(dev, 'role/cdk-hnb659fds-cfn-exec-role', {trust: trust({Service: 'cloudformation.amazonaws.com'})}),
  one(dev, 'role/service-role/legacy', {trust: trust({Service: 'lambda.amazonaws.com'})}),
  one(dev, 'role/instances', {trust: trust({Service: 'ec2.amazonaws.com'})}),
  one(dev, 'role/builds', {trust: trust({Service: 'codebuild.amazonaws.com'})}),
  one(dev, 'role/ci', {
    trust: trust(
      {Federated: `arn:aws:iam::${dev}:oidc-provider/token.actions.githubusercontent.com`},
      'sts:AssumeRoleWithWebIdentity',
    ),
  }),
  one(dev, 'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_0123456789abcdef', {
    trust: trust({Federated: `arn:aws:iam::${dev}:saml-provider/AWSSSO_0123456789abcdef`}, 'sts:AssumeRoleWithSAML'),
  }),
  one(dev, 'role/app/web', {
    boundary: BOUNDARY,
    trust: {
      Version: '2012-10-17',
      Statement: [...trust({Service: 'lambda.amazonaws.com'}).Statement, ...trust(root(dev)).Statement],
    },
  }),
]

/** Read once, so that the same documents are the same objects. */
const accounts = accountsOf(TEAM)

export interface Changes {
  readonly often?: boolean
  readonly more?: readonly Principal[]
  readonly things?: Ground['things']
  /** Changes one principal, one policy or the guardrails: `undefined` takes it away. */
  readonly principal?: ((principal: Principal) => Principal) | undefined
  readonly policy?: ((document: unknown, arn: string) => unknown) | undefined
  readonly guarded?: boolean
}

/** The accounts of the project acme with everything that stands in such accounts. */
export function groundOf(changes: Changes = {}): Ground {
  const {often = true, more = [], things = [], guarded = true} = changes
  const {principal: change = (same: Principal) => same, policy: rewrite = (same: unknown) => same} = changes
  const all = [...accounts.principals.values(), ...ADMINISTRATORS, ...(often ? OFTEN_FOUND : []), ...more]
  return {
    ...accounts,
    principals: new Map(all.map((principal) => [principal.arn, change(principal)])),
    policies: new Map([...accounts.policies].map(([arn, document]) => [arn, rewrite(document, arn)])),
    scps: guarded ? accounts.scps : new Map(),
    things,
  }
}

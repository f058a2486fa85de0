import {describe, expect, test} from 'vitest'
import {APP_ROLE, CONTRACTOR, FUNCTION_ROLE, groundOf, person, TOOL, type Changes} from './search/ground.js'
import {findPath, reached} from './search/search.js'
import {unbounded} from './search/state.js'
import {ACCOUNTS, BOUNDARY, EVERYTHING, teamRole, type Principal} from './world.js'

test.each([
  ['a developer', {as: teamRole('dev', 'developer')}],
  ['a viewer', {as: teamRole('dev', 'viewer')}],
  ['a role that only the boundary limits', {as: teamRole('dev', 'limited')}],
  ['a machine', {as: teamRole('dev', 'ci-web')}],
  ['a machine that only its boundary limits', {as: teamRole('dev', 'ci-strong')}],
  ['a role that developers made', {as: APP_ROLE}],
  ['a person with developer and viewer', {as: person('jane')}],
  ['a person whose roles only the boundary limits', {as: person('lee')}],
  [
    'a person with admin in dev, in prod or the management account',
    {as: person('kim'), goals: [ACCOUNTS.prod, ACCOUNTS.management]},
  ],
  ['a person with admin in dev who lost the MFA device', {as: person('kim'), mfa: false}],
  [
    'an administrator of dev, in prod or the management account',
    {as: teamRole('dev', 'admin'), goals: [ACCOUNTS.prod, ACCOUNTS.management]},
  ],
  ['another user of the management account', {as: CONTRACTOR}],
])('%s becomes no administrator', (_, start) => {
  expect(findPath(groundOf(), start)).toBeUndefined()
})

test('the search goes where developers may go: their own roles, those of the application, and no further', () => {
  const names = reached(groundOf(), {as: teamRole('dev', 'developer')}).map((arn) => arn.replace(/^.*?:role/, ''))
  expect(names.toSorted()).toEqual([
    '/acme-dev-authenticated',
    '/acme-dev-group-admins',
    '/acme-dev-guest',
    `/app/new made under ${BOUNDARY}`,
    '/app/web',
    '/awsup/acme/acme-dev-developer',
  ])
})

interface Document {
  readonly Version: string
  readonly Statement: readonly Statement[]
}

interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action?: readonly string[]
}

/** The boundary of developers with its statements changed. */
const boundaryWith = (change: (statement: Statement) => readonly Statement[]): Changes['policy'] => {
  const known = new WeakMap<object, object>()
  return (document, arn) => {
    if (!/acme-(dev|prod)-boundary$/.test(arn)) return document
    const {Version, Statement} = document as Document
    const changed = known.get(document as object) ?? {Version, Statement: Statement.flatMap(change)}
    known.set(document as object, changed)
    return changed
  }
}
const without = (sid: string) => boundaryWith((statement) => (statement.Sid === sid ? [] : [statement]))

/** A condition of the trust policies of people's roles, taken away. */
const trustWithout =
  (operator: string): Changes['principal'] =>
  (principal) => {
    const {trust} = principal
    if (!trust || !principal.arn.includes(':role/awsup/')) return principal
    const Statement = trust.Statement.map(({Condition = {}, ...statement}) => ({
      ...statement,
      Condition: Object.fromEntries(Object.entries(Condition).filter(([name]) => name !== operator)),
    }))
    return {...principal, trust: {...trust, Statement}}
  }

const changing =
  (arn: string, change: (principal: Principal) => Principal): Changes['principal'] =>
  (principal) =>
    principal.arn === arn ? change(principal) : principal

const withPolicies = (Statement: object) => (principal: Principal) => ({
  ...principal,
  policies: new Map([['own', {Version: '2012-10-17', Statement: [Statement]}]]),
})
const developer = teamRole('dev', 'developer')
/** A role of no boundary that may leave the organization, as far as its own policies say. */
const LEAVER = withPolicies({Effect: 'Allow', Action: 'organizations:LeaveOrganization', Resource: '*'})({
  arn: `arn:aws:iam::${ACCOUNTS.dev}:role/leaver`,
  account: ACCOUNTS.dev,
  policies: new Map(),
  trust: {Version: '2012-10-17', Statement: []},
})

describe('the search finds a path as soon as what protects is taken away:', () => {
  test.each<readonly [string, Changes, Parameters<typeof findPath>[1]]>([
    ['the boundary of the role', {principal: changing(developer, unbounded)}, {as: developer}],
    ['what nobody may of sign-in and the account', {policy: without('SignInAndAccount')}, {as: developer}],
    ['that roles of others are not changed', {policy: without('OwnRolesAlone')}, {as: developer}],
    ['that own roles have the same boundary', {policy: without('SameBoundary')}, {as: developer}],
    ['the boundary of a role that developers made', {principal: changing(APP_ROLE, unbounded)}, {as: APP_ROLE}],
    ['the path in the trust of roles', {principal: trustWithout('ArnLike')}, {as: CONTRACTOR}],
    ['MFA in the trust of roles', {principal: trustWithout('Bool')}, {as: person('kim'), mfa: false}],
    [
      'the access role in the trust of roles',
      {often: false, principal: trustWithout('ArnEquals')},
      {as: TOOL, goals: [ACCOUNTS.dev]},
    ],
    [
      'that a person’s policy names roles',
      {principal: changing(person('jane'), withPolicies({Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*'}))},
      {as: person('jane')},
    ],
    [
      'the boundary of people',
      {
        principal: changing(person('jane'), (jane) =>
          unbounded(withPolicies({Effect: 'Allow', Action: '*', Resource: '*'})(jane)),
        ),
      },
      {as: person('jane'), goals: [ACCOUNTS.management]},
    ],
    ['the guardrail', {guarded: false, more: [LEAVER]}, {as: LEAVER.arn}],
  ])('%s', (_, changes, start) => {
    const path = findPath(groundOf(changes), start)
    expect(path, 'a path').toBeDefined()
    expect(path?.[0]).toBe(`begin → hold ${start.as}`)
  })

  test('with the guardrail, no role of an environment leaves the organization', () => {
    expect(findPath(groundOf({more: [LEAVER]}), {as: LEAVER.arn})).toBeUndefined()
  })

  test('with their boundary, people with every permission stay out of the management account', () => {
    const all = changing(person('jane'), withPolicies({Effect: 'Allow', Action: '*', Resource: '*'}))
    expect(findPath(groundOf({principal: all}), {as: person('jane'), goals: [ACCOUNTS.management]})).toBeUndefined()
  })
})

/** Those words of the boundary that alone stand between the strongest session under it and the account. */
const ALONE: readonly (readonly [string, readonly string[]])[] = [
  [
    'SignInAndAccount',
    [
      'account-access:*',
      'iam:*AccessKey',
      'iam:*Delegation*',
      'iam:*LoginProfile',
      'iam:*SSHPublicKey',
      'iam:*ServiceSpecificCredential*',
      'iam:*SigningCertificate',
      'iam:AddClientID*',
      'iam:CreateOpenID*',
      'iam:CreateSAML*',
      'iam:CreateUser',
      'iam:DeleteRolePermissionsBoundary',
      'iam:UpdateOpenID*',
      'iam:UpdateSAML*',
      'identitystore:*',
      'organizations:*',
      'sso-directory:*',
      'sso:*',
      'sts:AssumeRoot',
      'sts:GetDelegatedAccessToken',
    ],
  ],
  [
    'OwnRolesAlone',
    [
      'iam:AttachRolePolicy',
      'iam:CreatePolicyVersion',
      'iam:PassRole',
      'iam:SetDefaultPolicyVersion',
      'sts:AssumeRole',
    ],
  ],
  ['SameBoundary', ['iam:PutRolePermissionsBoundary']],
]

describe('the strongest session under the boundary becomes administrator without the word', () => {
  const rows = ALONE.flatMap(([sid, words]) => words.map((word) => [sid, word] as const))
  test.each(rows)('%s %s', (sid, word) => {
    const policy = boundaryWith(({Action = [], ...statement}) =>
      statement.Sid === sid
        ? [{...statement, Action: Action.filter((action) => action !== word)}]
        : [{Action, ...statement}],
    )
    expect(findPath(groundOf({policy}), {as: teamRole('dev', 'limited')})).toBeDefined()
  })
})

const THINGS: readonly (readonly [string, readonly string[]])[] = [
  ['function', ['lambda:UpdateFunctionCode']],
  ['stack', ['cloudformation:UpdateStack']],
  ['stack with a change set', ['cloudformation:ExecuteChangeSet']],
  ['build project', ['codebuild:StartBuild']],
  ['instance', ['ssm:SendCommand']],
  ['instance with SSH', ['ec2-instance-connect:SendSSHPublicKey']],
  ['instance with user data', ['ec2:ModifyInstanceAttribute']],
  ['container', ['ecs:ExecuteCommand']],
  ['state machine', ['states:UpdateStateMachine']],
  ['notebook', ['sagemaker:CreatePresignedNotebookInstanceUrl']],
  ['endpoint of Glue', ['glue:UpdateDevEndpoint']],
  ['App Runner service', ['apprunner:UpdateService']],
  ['IAM Roles Anywhere profile', ['rolesanywhere:CreateTrustAnchor']],
]

// Exception 1 of sensitive.md.
describe('a thing that exists lends developers its role:', () => {
  const thing = (name: string, {role, actions}: {role: string; actions: readonly string[]}) =>
    groundOf({things: [{name, account: ACCOUNTS.dev, role, actions}]})

  test.each(THINGS)('%s: a stronger role is a path, a role of developers is none', (name, actions) => {
    const path = findPath(thing(name, {role: FUNCTION_ROLE, actions}), {as: developer})
    expect(path?.slice(0, 2)).toEqual([
      `begin → hold ${developer}`,
      `${developer}: ${actions.join('')} → hold ${FUNCTION_ROLE}`,
    ])
    expect(findPath(thing(name, {role: APP_ROLE, actions}), {as: developer})).toBeUndefined()
  })

  test('sets of stacks, which AWS’s own roles make in other accounts, are none of them', () => {
    const actions = ['cloudformation:CreateStackInstances', 'cloudformation:UpdateStackSet']
    expect(findPath(thing('set of stacks', {role: FUNCTION_ROLE, actions}), {as: developer})).toBeUndefined()
  })

  test('a viewer changes none of them', () => {
    const things = THINGS.map(([name, actions]) => ({name, account: ACCOUNTS.dev, role: FUNCTION_ROLE, actions}))
    expect(findPath(groundOf({things}), {as: teamRole('dev', 'viewer')})).toBeUndefined()
  })
})

// Exception 2 of sensitive.md.
describe('what stands under /app/ belongs to developers:', () => {
  const role = (Principal: Readonly<Record<string, string>>): Principal => ({
    arn: `arn:aws:iam::${ACCOUNTS.dev}:role/app/strong`,
    account: ACCOUNTS.dev,
    policies: new Map([['own', EVERYTHING]]),
    trust: {Version: '2012-10-17', Statement: [{Effect: 'Allow', Principal, Action: 'sts:AssumeRole'}]},
  })

  test.each([
    ['a service', {Service: 'lambda.amazonaws.com'}],
    ['its account', {AWS: `arn:aws:iam::${ACCOUNTS.dev}:root`}],
  ])('a stronger role there that trusts %s is a path', (_, principal) => {
    expect(findPath(groundOf({more: [role(principal)]}), {as: developer})).toBeDefined()
  })

  test('a stronger role there that trusts somebody else is none', () => {
    const {management} = ACCOUNTS
    expect(
      findPath(groundOf({more: [role({AWS: `arn:aws:iam::${management}:root`})]}), {as: developer}),
    ).toBeUndefined()
  })

  test('a policy there which a role without the boundary has is a path for who has both', () => {
    const shared = `arn:aws:iam::${ACCOUNTS.dev}:policy/app/shared`
    const ops = {...role({AWS: `arn:aws:iam::${ACCOUNTS.dev}:root`}), arn: `arn:aws:iam::${ACCOUNTS.dev}:role/app/ops`}
    const reading = withPolicies({Effect: 'Allow', Action: 's3:GetObject', Resource: '*'})(ops)
    expect(findPath(groundOf({more: [reading]}), {as: developer})).toBeUndefined()
    const [[, document] = []] = [...reading.policies]
    const attached = {...reading, policies: new Map([[shared, document]])}
    expect(findPath(groundOf({more: [attached]}), {as: developer})).toBeDefined()
  })
})

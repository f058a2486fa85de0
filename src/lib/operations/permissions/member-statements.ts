import type {Environment, Manifest} from '../../manifest/manifest.js'
import {teamPath} from '../../access/team/names.js'
import {dataStatements, isDataAction} from './data-statements.js'
import {hasTeam} from './team-statements.js'
import type {PolicyStatement} from './policy.js'

/**
 * What awsup does in the accounts of these environments. IAM actions on roles and policies name the project's own, and
 * those that awsup.yaml names. `iam:PassRole` carries no condition on the service: which one Cognito passes is documented
 * for neither user pools nor identity pools.
 *
 * @param actions those of services that environments use, sorted
 */
export function memberStatements(
  manifest: Manifest,
  environments: readonly Environment[],
  actions: readonly string[],
): readonly PolicyStatement[] {
  const accounts = [...new Set(environments.map(({account}) => idOf(account?.id)))]
  const own = ['role', 'policy'].map((type) =>
    accounts.flatMap((id) => [
      ...environments.map(({name}) => `arn:aws:iam::${id}:${type}/${manifest.project}-${name}-*`),
      ...(hasTeam(manifest) ? [`arn:aws:iam::${id}:${type}${teamPath(manifest.project)}*`] : []),
    ]),
  )
  const [ownRoles = [], ownPolicies = []] = own
  const roles = [...new Set([...ownRoles, ...accounts.flatMap((id) => environments.flatMap((env) => named(env, id)))])]
  const handed = [...new Set([...roles, ...environments.flatMap(smsRole)])]
  const of = (sort: Sort): readonly string[] =>
    actions.filter((action) => !isDataAction(action) && sortOf(action) === sort)
  const statement = (Sid: string, sort: Sort, Resource: PolicyStatement['Resource']): PolicyStatement => ({
    Sid,
    Effect: 'Allow',
    Action: of(sort),
    Resource,
  })
  return [
    statement('AwsupInEnvironments', 'any', '*'),
    statement('AwsupRoles', 'role', roles.sort()),
    // AWS's own policies are read where groups have them.
    statement('AwsupPolicies', 'policy', [...ownPolicies, 'arn:aws:iam::aws:policy/*'].sort()),
    statement('AwsupHandsRolesToCognito', 'pass', handed.sort()),
    ...dataStatements(manifest, environments, {actions, idOf: ({account}) => idOf(account?.id)}),
  ]
}

/** `management` is whichever account the operator is in. */
export const idOf = (id: string | undefined): string => (id === undefined || id === 'management' ? '*' : id)

/** Which resource an action names. Source: service authorization reference of IAM. */
type Sort = 'role' | 'policy' | 'pass' | 'any'

function sortOf(action: string): Sort {
  if (action === 'iam:PassRole') return 'pass'
  if (action.startsWith('iam:') && action.includes('Role') && action !== 'iam:ListRoles') return 'role'
  return /^iam:(Create|Delete|Get|List|Tag)Policy(Versions?)?$/.test(action) ? 'policy' : 'any'
}

/** Roles that existed before awsup, which identities get: by name, a path before it. */
const named = ({auth: {identityPool}}: Environment, accountId: string): readonly string[] => {
  const {roles, roleMapping} = identityPool
  const rules = roleMapping === undefined || roleMapping === 'token' ? [] : roleMapping
  const mapped = rules.flatMap(({gets}) => ('role' in gets ? [gets.role] : []))
  return [roles.authenticated, roles.guests, ...mapped].flatMap((name) =>
    name === undefined ? [] : [`arn:aws:iam::${accountId}:role/${name}`],
  )
}

/** The role by which Cognito sends text messages, where awsup.yaml names one. */
const smsRole = ({auth}: Environment): readonly string[] => (auth.sms ? [auth.sms.roleArn] : [])

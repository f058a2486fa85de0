import {accountIn, onlyOf, type Found, type FoundPool} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'
import {leavingNotes, resourcesOf, type Remembered} from './terraform-resources.js'

/** Of the providers hashicorp/aws and hashicorp/awscc. */
const POOLS = ['aws_cognito_user_pool', 'awscc_cognito_user_pool']
const CLIENTS = [
  'aws_cognito_user_pool_client',
  'aws_cognito_managed_user_pool_client',
  'awscc_cognito_user_pool_client',
]
const IDENTITY_POOLS = ['aws_cognito_identity_pool', 'awscc_cognito_identity_pool']
const ORGANIZATIONS = [
  'aws_organizations_organization',
  'aws_organizations_organizational_unit',
  'aws_organizations_account',
]

/**
 * User pools with their clients and identity pools, from a state or from `terraform show -json`. What Terraform is about to
 * remove is not among them, and is noted. Throws UsageError where it is neither.
 */
export function readTerraformState(file: string, root: Part): Found {
  const all = resourcesOf(file, root)
  const kept = all.filter(({leaving}) => leaving === undefined)
  const of = (types: readonly string[]): readonly Remembered[] => kept.filter(({type}) => types.includes(type))
  return {
    pools: of(POOLS).map((pool) => poolOf(file, pool, of)),
    outputs: [],
    notes: [
      ...leavingNotes(all),
      ...of(ORGANIZATIONS).map(
        ({address}) =>
          `${address} stays with Terraform: awsup finds an account of yours by its id (environments.<name>.account).`,
      ),
    ],
  }
}

function poolOf(file: string, pool: Remembered, of: (types: readonly string[]) => readonly Remembered[]): FoundPool {
  const userPoolId = pool.attributes.at('id').text(USER_POOL_ID)
  if (userPoolId === undefined) throw pool.attributes.at('id').refuse('is empty: this user pool is not made yet')
  const ids = of(CLIENTS)
    .filter(({attributes}) => attributes.at('user_pool_id').value === userPoolId)
    .flatMap(({attributes}) => {
      const id = attributes.at('client_id').text(CLIENT_ID) ?? attributes.at('id').text(CLIENT_ID)
      const name = attributes.at('name').text(ANY) ?? attributes.at('client_name').text(ANY)
      return id === undefined ? [] : [[name ?? id, id] as const]
    })
  const clientIds = ids.map(([, id]) => id)
  const identityPools = of(IDENTITY_POOLS).filter(({attributes}) =>
    attributes
      .at('cognito_identity_providers')
      .items()
      .some((provider) => clientIds.includes(provider.at('client_id').text(ANY) ?? '')),
  )
  return {
    userPoolId,
    accountId: accountIn(pool.attributes.at('arn').text(ANY)),
    clients: Object.fromEntries(ids),
    identityPoolId: onlyOf(identityPools)?.attributes.at('id').text(IDENTITY_POOL_ID),
    from: `${file}, ${pool.address}`,
  }
}

import {accountIn, onlyOf, type Found, type FoundPool} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, makePart, USER_POOL_ID, type Part} from './part.js'
import {readTerraformOutputs} from './terraform-outputs.js'
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
/** What is imported by its name alone: where a state has the name. */
const DATA = [
  ['aws_dynamodb_table', 'table', 'name'],
  ['aws_s3_bucket', 'bucket', 'bucket'],
] as const
const DATA_NAME = /^[\w.-]{3,255}$/

/**
 * User pools with their clients and identity pools, from a state or from `terraform show -json`. What Terraform is about to
 * remove is not among them, and is noted. Throws UsageError where it is neither.
 */
export function readTerraformState(file: string, root: Part): Found {
  const all = resourcesOf(file, root)
  const kept = all.filter(({leaving}) => leaving === undefined)
  const of = (types: readonly string[]): readonly Remembered[] => kept.filter(({type}) => types.includes(type))
  const pools = withKeys(of(POOLS).map((pool) => [pool.address, poolOf(file, pool, of)] as const))
  // A state whose pool is another's, by data or by a module elsewhere, often has its ids among its outputs.
  const told = pools.length > 0 ? pools : readTerraformOutputs(file, outputsOf(root)).pools
  return {
    pools: told,
    outputs: [],
    notes: [
      ...leavingNotes(all),
      ...of(ORGANIZATIONS).map(
        ({address}) =>
          `${address} stays with Terraform: awsup finds an account of yours by its id (environments.<name>.account).`,
      ),
      ...DATA.flatMap(([type, sort, field]) =>
        of([type]).flatMap(({address, attributes}) => {
          const name = attributes.at(field).value
          return typeof name === 'string' && DATA_NAME.test(name)
            ? [`${address} stays with Terraform. To import the ${sort}: awsup import ${sort} ${name} --env <name>.`]
            : []
        }),
      ),
    ],
  }
}

/** Two clients of one name are both there: the later has a number. */
function named(ids: readonly (readonly [name: string, id: string])[]): Readonly<Record<string, string>> {
  const clients = new Map<string, string>()
  for (const [name, id] of ids) clients.set(clients.has(name) ? `${name}-${clients.size + 1}` : name, id)
  return Object.fromEntries(clients)
}

/** What `terraform output -json` would print. */
function outputsOf(root: Part): Part {
  const outputs = root.at('values').value === undefined ? root.at('outputs') : root.at('values').at('outputs')
  return outputs.value instanceof Object && !Array.isArray(outputs.value) ? outputs : makePart('', '', {})
}

/** Several pools by the keys of `for_each`: each key is an environment's name where it tells them apart. */
function withKeys(pools: readonly (readonly [address: string, pool: FoundPool])[]): readonly FoundPool[] {
  const keys = pools.map(([address]) => /^.*\["([^"]+)"\]/.exec(address)?.[1])
  const isTold = pools.length > 1 && keys.every((key) => key !== undefined) && new Set(keys).size === pools.length
  return pools.map(([, pool], index) => (isTold ? {...pool, environment: keys[index]} : pool))
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
  const takes = (provider: Part): boolean =>
    clientIds.includes(provider.at('client_id').text(ANY) ?? '') ||
    (provider.at('provider_name').text(ANY) ?? '').endsWith(`/${userPoolId}`)
  const identityPools = of(IDENTITY_POOLS).filter(({attributes}) =>
    attributes.at('cognito_identity_providers').items().some(takes),
  )
  return {
    userPoolId,
    accountId: accountIn(pool.attributes.at('arn').text(ANY)),
    clients: named(ids),
    identityPoolId: onlyOf(identityPools)?.attributes.at('id').text(IDENTITY_POOL_ID),
    from: `${file}, ${pool.address}`,
  }
}

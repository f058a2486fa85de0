import type {UsageError} from '../errors.js'
import {accountIn, onlyOf, type Found, type FoundPool} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** One resource as Terraform remembers it. */
interface Remembered {
  readonly type: string
  /** `module.auth.aws_cognito_user_pool.main[0]` */
  readonly address: string
  readonly attributes: Part
}

/** Whether it is a state (version 4) or what `terraform show -json` prints of one. */
export const isTerraformState = (root: Part): boolean =>
  root.at('terraform_version').value !== undefined || root.at('values').value !== undefined

/**
 * User pools with their clients and identity pools, from a state of version 4 or from `terraform show -json`. Throws
 * UsageError where it is of another version.
 */
export function readTerraformState(file: string, root: Part): Found {
  const resources =
    root.at('values').value === undefined ? stateResources(root) : shownResources(root.at('values').at('root_module'))
  const of = (type: string): readonly Remembered[] => resources.filter((resource) => resource.type === type)
  const pools = of('aws_cognito_user_pool').map((pool) => poolOf(file, pool, of))
  const organizations = [
    'aws_organizations_organization',
    'aws_organizations_organizational_unit',
    'aws_organizations_account',
  ].flatMap(of)
  return {
    pools,
    outputs: [],
    notes: organizations.map(
      ({address}) =>
        `${address} stays with Terraform: awsup finds an account of yours by its id (environments.<name>.account).`,
    ),
  }
}

/** State, version 4: `{version, resources: [{mode, type, name, module?, instances: [{index_key?, attributes}]}]}`. */
function stateResources(root: Part): readonly Remembered[] {
  if (root.at('version').value !== 4) throw wrongVersion(root)
  return root
    .at('resources')
    .items()
    .filter((resource) => resource.at('mode').value === 'managed')
    .flatMap((resource) => {
      const type = resource.at('type').text(ANY) ?? ''
      const module = resource.at('module').text(ANY)
      const name = `${module === undefined ? '' : `${module}.`}${type}.${resource.at('name').text(ANY) ?? ''}`
      return resource
        .at('instances')
        .items()
        .map((instance) => ({
          type,
          address: `${name}${indexOf(instance.at('index_key'))}`,
          attributes: instance.at('attributes'),
        }))
    })
}

const indexOf = ({value}: Part): string =>
  typeof value === 'number' || typeof value === 'string' ? `[${JSON.stringify(value)}]` : ''

/** `terraform show -json`: `{root_module: {resources: [{mode, address, type, values}], child_modules: […]}}`. */
function shownResources(module: Part): readonly Remembered[] {
  const own = module
    .at('resources')
    .items()
    .filter((resource) => resource.at('mode').value === 'managed')
    .map((resource) => ({
      type: resource.at('type').text(ANY) ?? '',
      address: resource.at('address').text(ANY) ?? '',
      attributes: resource.at('values'),
    }))
  return [...own, ...module.at('child_modules').items().flatMap(shownResources)]
}

function poolOf(file: string, pool: Remembered, of: (type: string) => readonly Remembered[]): FoundPool {
  const userPoolId = pool.attributes.at('id').text(USER_POOL_ID)
  if (userPoolId === undefined) throw pool.attributes.at('id').refuse('is empty: this user pool is not made yet')
  const clients = ['aws_cognito_user_pool_client', 'aws_cognito_managed_user_pool_client']
    .flatMap(of)
    .filter(({attributes}) => attributes.at('user_pool_id').value === userPoolId)
  const ids = clients.flatMap(({attributes}) => {
    const id = attributes.at('id').text(CLIENT_ID)
    return id === undefined ? [] : [[attributes.at('name').text(ANY) ?? id, id] as const]
  })
  const clientIds = ids.map(([, id]) => id)
  const identityPools = of('aws_cognito_identity_pool').filter(({attributes}) =>
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

const wrongVersion = (root: Part): UsageError =>
  root.at('version').refuse('must be 4: run terraform show -json with the Terraform that made it')

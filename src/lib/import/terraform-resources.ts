import {unflatten} from './terraform-flat.js'
import {ANY, makePart, type Part} from './part.js'

/** One resource as Terraform remembers it. */
export interface Remembered {
  readonly type: string
  /** `module.auth.aws_cognito_user_pool.main[0]` */
  readonly address: string
  readonly attributes: Part
  /** Why Terraform is to replace or remove it; absent where it is to stay. */
  readonly leaving?: 'tainted' | 'deposed'
}

const REPLACED = 'aws_cognito_user_pool'

/** Whether it is a state, or what `terraform show -json` prints of a state or a plan. */
export const isTerraformState = (root: Part): boolean =>
  typeof root.at('version').value === 'number' ||
  [
    ...['terraform_version', 'values', 'planned_values', 'format_version', 'modules', 'backend'],
    ...['encrypted_data', 'deployment'],
  ].some((name) => root.at(name).value !== undefined)

/**
 * Every resource that Terraform made: from a state of version 4 (Terraform 0.12 and newer) or 3 (0.11), from
 * `terraform show -json` of a state, or of a plan, which holds the state before it. Throws UsageError where it is none of them.
 */
export function resourcesOf(file: string, root: Part): readonly Remembered[] {
  if (root.at('backend').value !== undefined && root.at('resources').value === undefined) {
    throw root
      .at('backend')
      .refuse('says where the state is kept, and is no state: terraform state pull > terraform.tfstate')
  }
  if (root.at('deployment').value !== undefined) {
    throw root
      .at('deployment')
      .refuse(
        'is of Pulumi, and no state of Terraform',
        'Name the pool yourself: awsup import pool <user-pool-id> --env dev',
      )
  }
  if (root.at('encrypted_data').value !== undefined) {
    throw root
      .at('encrypted_data')
      .refuse('is encrypted by OpenTofu', 'Read it with OpenTofu, and name the file: tofu show -json > state.json')
  }
  if (root.at('values').value !== undefined) return shown(root.at('values').at('root_module'))
  const isPlan = root.at('planned_values').value !== undefined || root.at('prior_state').value !== undefined
  if (isPlan) return shown(root.at('prior_state').at('values').at('root_module'))
  if (root.at('modules').value !== undefined) return oldResources(file, root)
  const {value: version} = root.at('version')
  if (version === 4) return stateResources(file, root)
  const isEmpty = root.at('format_version').value !== undefined || version === 3
  if (isEmpty) return []
  throw root
    .at('version')
    .refuse('must be 3 or 4: in this folder, run terraform state pull > state.json, and name that file')
}

/** State, version 4: `{version, resources: [{mode, type, name, module?, instances: [{index_key?, attributes}]}]}`. */
function stateResources(file: string, root: Part): readonly Remembered[] {
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
          attributes: attributesOf(file, instance),
          ...leavingOf(instance.at('deposed').value !== undefined, instance.at('status').value === 'tainted'),
        }))
    })
}

/** Of a provider that Terraform 0.12 has not asked since it took the state over, attributes are still as 0.11 had them. */
function attributesOf(file: string, instance: Part): Part {
  const flat = instance.at('attributes_flat')
  return flat.value === undefined ? instance.at('attributes') : makePart(file, flat.path, unflatten(flat))
}

/** State, version 3 and before: `{modules: [{path, resources: {"<type>.<name>": {type, primary, deposed: []}}}]}`. */
function oldResources(file: string, root: Part): readonly Remembered[] {
  return root
    .at('modules')
    .items()
    .flatMap((module) => {
      const path = module
        .at('path')
        .items()
        .slice(1)
        .map((name) => `module.${name.text(ANY) ?? ''}.`)
      return module
        .at('resources')
        .entries()
        .filter(([name]) => !name.startsWith('data.'))
        .flatMap(([name, resource]) => {
          const type = resource.at('type').text(ANY) ?? ''
          const address = `${path.join('')}${name}`
          const one = (instance: Part, deposed: boolean): Remembered => ({
            type,
            address,
            attributes: makePart(file, instance.path, {
              id: instance.at('id').value,
              ...unflatten(instance.at('attributes')),
            }),
            ...leavingOf(deposed, instance.at('tainted').value === true),
          })
          const {value} = resource.at('primary')
          return [
            ...(value === undefined || value === null ? [] : [one(resource.at('primary'), false)]),
            ...resource
              .at('deposed')
              .items()
              .map((instance) => one(instance, true)),
          ]
        })
    })
}

/** `terraform show -json`: `{root_module: {resources: [{mode, address, type, values}], child_modules: […]}}`. */
function shown(module: Part): readonly Remembered[] {
  const own = module
    .at('resources')
    .items()
    .filter((resource) => resource.at('mode').value === 'managed')
    .map((resource) => ({
      type: resource.at('type').text(ANY) ?? '',
      address: resource.at('address').text(ANY) ?? '',
      attributes: resource.at('values'),
      ...leavingOf(resource.at('deposed_key').value !== undefined, resource.at('tainted').value === true),
    }))
  return [...own, ...module.at('child_modules').items().flatMap(shown)]
}

const leavingOf = (deposed: boolean, tainted: boolean): Pick<Remembered, 'leaving'> =>
  deposed ? {leaving: 'deposed'} : tainted ? {leaving: 'tainted'} : {}

const indexOf = ({value}: Part): string =>
  typeof value === 'number' || typeof value === 'string' ? `[${JSON.stringify(value)}]` : ''

/** What to say of user pools that Terraform is about to remove: they are none of those that are in use. */
export const leavingNotes = (resources: readonly Remembered[]): readonly string[] =>
  resources.flatMap(({type, address, leaving, attributes}) =>
    leaving === undefined || type !== REPLACED
      ? []
      : [
          `${address} (${String(attributes.at('id').value)}) is ${leaving}: Terraform is to ${leaving === 'tainted' ? 'replace' : 'delete'} it, so it is not imported. If its users are needed: awsup import pool ${String(attributes.at('id').value)}`,
        ],
  )

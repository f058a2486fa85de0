import {existsSync, readdirSync} from 'node:fs'
import path from 'node:path'
import {UsageError} from '../../errors.js'
import type {Found} from '../../import/found.js'
import {openJson} from '../../import/part.js'
import {isTerraformOutputs, readTerraformOutputs} from '../../import/terraform-outputs.js'
import {isTerraformState} from '../../import/terraform-resources.js'
import {readTerraformState} from '../../import/terraform-state.js'
import {isFile, isFolder, loadText, requirePools} from './load.js'

const STATE = 'terraform.tfstate'
/** Where Terraform keeps the states of workspaces but the first. */
const WORKSPACES = 'terraform.tfstate.d'

/**
 * What Terraform made: from a state, from `terraform show -json` of a state or a plan, from `terraform output -json`, or from
 * a folder with states in it, of one workspace or several. Throws UsageError where there is none of it, or no user pool in it.
 */
export function readTerraform(target: string): Found {
  if (isFolder(target)) return requirePools(readFolder(target), target)
  if (!existsSync(target)) throw notThere(target)
  return requirePools(readFile(target), target)
}

function readFile(file: string): Found {
  const root = openJson(file, loadText(file))
  if (isTerraformState(root)) return readTerraformState(file, root)
  if (isTerraformOutputs(root)) return readTerraformOutputs(file, root)
  throw root.refuse('is no state of Terraform, and not what terraform show -json or output -json prints')
}

/** Each workspace is an environment of its name; the first one, `default`, has none. */
function readFolder(folder: string): Found {
  const own = path.join(folder, STATE)
  const below = path.basename(path.resolve(folder)) === WORKSPACES ? folder : path.join(folder, WORKSPACES)
  const workspaces = isFolder(below)
    ? readdirSync(below)
        .toSorted()
        .map((name) => [name, path.join(below, name, STATE)] as const)
        .filter(([, file]) => isFile(file))
    : []
  if (workspaces.length === 0 && !isFile(own)) throw notThere(own, selectedIn(folder))
  const found = [
    ...(isFile(own) ? [readFile(own)] : []),
    ...workspaces.map(([environment, file]) => {
      const one = readFile(file)
      return {...one, pools: one.pools.map((pool) => ({...pool, environment}))}
    }),
  ]
  return {
    pools: found.flatMap(({pools}) => pools),
    outputs: [],
    notes: found.flatMap(({notes}) => notes),
  }
}

/** The workspace that is chosen in a folder, as `terraform workspace select` keeps it. */
function selectedIn(folder: string): string | undefined {
  const file = path.join(folder, '.terraform', 'environment')
  const name = isFile(file) ? loadText(file).trim() : ''
  return /^[\w.-]{1,90}$/.test(name) ? name : undefined
}

const notThere = (file: string, workspace?: string): UsageError =>
  new UsageError(`there is no ${file}`, {
    hint: `A state that is kept elsewhere comes to a file with: terraform state pull > terraform.tfstate${workspace === undefined ? '' : `. The workspace ${workspace} is selected: that is the one that it pulls`}`,
  })

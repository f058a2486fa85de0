import {existsSync, readdirSync} from 'node:fs'
import path from 'node:path'
import {UsageError} from '../../base/errors.js'
import type {Found} from '../../import/found.js'
import {openJson} from '../../import/part.js'
import {isTerraformOutputs, readTerraformOutputs} from '../../import/terraform-outputs.js'
import {isTerraformState} from '../../import/terraform-resources.js'
import {readTerraformState} from '../../import/terraform-state.js'
import {filesBelow, namedBelow} from './read/below.js'
import {isFile, isFolder, loadText, requirePools} from './read/load.js'

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

const READ =
  'awsup reads a state, and what these print: terraform show -json (of a state or a saved plan), terraform output -json.'

function readFile(file: string): Found {
  const text = loadText(file)
  const root = openJson(file, text, READ)
  if (isTerraformState(root)) return withIds(readTerraformState(file, root), text)
  if (isTerraformOutputs(root)) return readTerraformOutputs(file, root)
  throw root.refuse(
    'is no state of Terraform, and not what terraform show -json or output -json prints',
    [READ, ...idNotes(text)].join(' '),
  )
}

/** Where no pool is read, those that the file names somewhere are told: of CDK, data sources, stacks. */
const withIds = (found: Found, text: string): Found =>
  found.pools.length > 0 ? found : {...found, notes: [...found.notes, ...idNotes(text)]}

function idNotes(text: string): readonly string[] {
  const ids = new Set(text.match(/\b[a-z]{2}(-[a-z]+)+-\d_[0-9A-Za-z]{9}\b/g) ?? [])
  return ids.size === 0
    ? []
    : [`The file names ${[...ids].join(', ')}: awsup import pool ${[...ids][0] ?? ''} --env dev.`]
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
  if (workspaces.length === 0 && !isFile(own))
    throw notThere(own, {
      workspace: selectedIn(folder),
      below: filesBelow(folder, /\.tfstate$/).map((name) => path.join(folder, name)),
    })
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

interface Around {
  readonly workspace: string | undefined
  /** States that are kept deeper, or under another name. */
  readonly below: readonly string[]
}

const notThere = (file: string, {workspace, below}: Around = {workspace: undefined, below: []}): UsageError =>
  new UsageError(`there is no ${file}`, {
    hint: `A state that is kept elsewhere comes to a file with: terraform state pull > terraform.tfstate${workspace === undefined ? '' : `. The workspace ${workspace} is selected: that is the one that it pulls`}${namedBelow(below, 'awsup import terraform')}`,
  })

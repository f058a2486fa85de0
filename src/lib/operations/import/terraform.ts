import {existsSync} from 'node:fs'
import path from 'node:path'
import {UsageError} from '../../errors.js'
import type {Found} from '../../import/found.js'
import {openJson} from '../../import/part.js'
import {isTerraformOutputs, readTerraformOutputs} from '../../import/terraform-outputs.js'
import {isTerraformState, readTerraformState} from '../../import/terraform-state.js'
import {isFolder, loadText, requirePools} from './load.js'

/**
 * What Terraform made: from a state, from `terraform show -json`, from `terraform output -json`, or from a folder with a
 * state in it. Throws UsageError where there is none of it, or no user pool in it.
 */
export function readTerraform(target: string): Found {
  const file = isFolder(target) ? path.join(target, 'terraform.tfstate') : target
  if (!existsSync(file)) {
    throw new UsageError(`there is no ${file}`, {
      hint: 'A state that is kept elsewhere comes to a file with: terraform state pull > terraform.tfstate',
    })
  }
  const root = openJson(file, loadText(file))
  const found = isTerraformState(root)
    ? readTerraformState(file, root)
    : isTerraformOutputs(root)
      ? readTerraformOutputs(file, root)
      : undefined
  if (!found) throw root.refuse('is no state of Terraform, and not what terraform show -json or output -json prints')
  return requirePools(found, file)
}

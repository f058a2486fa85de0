import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {homedir} from 'node:os'
import path from 'node:path'
import {ask} from './served.mjs'

/** Where Terraform's AWS provider may lie on a machine that cannot reach Terraform's registry. */
const MIRRORS = [
  process.env['TERRAFORM_PLUGINS'] ?? '',
  path.join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/terraform/plugins',
  '/opt/tf-plugins',
]

/** Terraform with its AWS provider on this machine, or why there is none. */
export function findTerraform(home) {
  const env = {PATH: process.env['PATH'] ?? '', HOME: home, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1'}
  const said = ask('terraform', ['version'], env)
  if (said === undefined) return {missing: 'Terraform is not installed'}
  const mirror = MIRRORS.find(
    (folder) => folder !== '' && existsSync(path.join(folder, 'registry.terraform.io', 'hashicorp', 'aws')),
  )
  if (mirror === undefined)
    return {missing: 'Terraform is installed, its AWS provider is not (TERRAFORM_PLUGINS can name a mirror)'}
  let version = /v[\d.]+/.exec(said)?.[0] ?? ''
  return {
    env,
    get version() {
      return `Terraform ${version}`
    },
    initialize: (folder) => {
      const {status, stdout, stderr} = spawnSync(
        'terraform',
        ['init', '-no-color', '-input=false', `-plugin-dir=${mirror}`],
        {cwd: folder, encoding: 'utf8', env},
      )
      if (status !== 0) throw new Error(`terraform init failed:\n${stderr}`)
      version = `${version.split(',')[0]}, hashicorp/aws ${/hashicorp\/aws (v\d+(?:\.\d+)*)/.exec(stdout)?.[1] ?? ''}`
    },
  }
}

import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {emptyFolder} from '../../test/_helpers/cli.js'

/** Where Terraform's AWS provider may lie on a machine that cannot reach Terraform's registry. */
const MIRRORS = [
  process.env['TERRAFORM_PLUGINS'] ?? '',
  join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/terraform/plugins',
  '/opt/tf-plugins',
]

/** Terraform with its AWS provider on this machine, or why there is none. */
export function findTerraform(): {readonly mirror: string} | {readonly missing: string} {
  const {status} = spawnSync('terraform', ['version'], {stdio: 'ignore', env: surroundings()})
  if (status !== 0) return {missing: 'Terraform is not installed'}
  const mirror = MIRRORS.find(
    (folder) => folder !== '' && existsSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws')),
  )
  return mirror === undefined
    ? {missing: 'Terraform is here, its AWS provider is in no local mirror (TERRAFORM_PLUGINS can name one)'}
    : {mirror}
}

/** Makes the provider ready in a folder with a configuration. */
export function initialize(folder: string, mirror: string): void {
  const init = spawnSync('terraform', ['init', '-no-color', '-input=false', `-plugin-dir=${mirror}`], {
    cwd: folder,
    encoding: 'utf8',
    env: surroundings(),
  })
  if (init.status !== 0) throw new Error(`terraform init failed:\n${init.stderr}`)
}

/** What Terraform is run with: a home of its own, and no call to anybody but the provider's. */
export function surroundings(): Record<string, string> {
  return {PATH: process.env['PATH'] ?? '', HOME: emptyFolder(), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1'}
}

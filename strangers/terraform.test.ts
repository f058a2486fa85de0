import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, writeFileSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsupJson, emptyFolder} from '../test/_helpers/cli.js'
import {countMutating, serveProject, type Served} from './served.js'
import {stranger, variables, type Answer} from './stranger.js'

/** Where Terraform's AWS provider may lie on a machine that cannot reach Terraform's registry. */
const MIRRORS = [
  process.env['TERRAFORM_PLUGINS'] ?? '',
  join(homedir(), '.terraform.d', 'plugins'),
  '/usr/local/share/terraform/plugins',
  '/usr/share/terraform/plugins',
  '/opt/terraform/plugins',
  '/opt/tf-plugins',
].filter((folder) => folder !== '' && existsSync(join(folder, 'registry.terraform.io', 'hashicorp', 'aws')))

const CONFIGURATIONS = ['imports', 'own']
const prepared = prepare()

/** A folder with each configuration, Terraform's AWS provider ready in them; or why there is none. */
function prepare(): {folder: string} | {missing: string} {
  const {status} = spawnSync('terraform', ['version'], {stdio: 'ignore', env: surroundings()})
  if (status !== 0) return {missing: 'Terraform is not installed'}
  const mirror = MIRRORS[0]
  if (mirror === undefined)
    return {missing: 'Terraform is here, its AWS provider is in no local mirror (TERRAFORM_PLUGINS can name one)'}
  const folder = emptyFolder()
  cpSync(join(import.meta.dirname, 'terraform'), folder, {recursive: true})
  for (const name of CONFIGURATIONS) {
    const init = spawnSync('terraform', ['init', '-no-color', '-input=false', `-plugin-dir=${mirror}`], {
      cwd: join(folder, name),
      encoding: 'utf8',
      env: surroundings(),
    })
    if (init.status !== 0) throw new Error(`terraform init failed:\n${init.stderr}`)
  }
  return {folder}
}

function surroundings(): Record<string, string> {
  return {PATH: process.env['PATH'] ?? '', HOME: emptyFolder(), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1'}
}

if ('missing' in prepared) {
  console.log(`\n${prepared.missing}: what Terraform makes of the sandbox was not tried.\n`)
  // Vitest takes a file without tests for a broken one.
  test('without Terraform and its AWS provider there is nothing to try', () => {
    expect(prepared.missing).not.toBe('')
  })
} else {
  describe('Terraform', () => {
    let served: Served
    beforeAll(async () => {
      served = await serveProject()
    })
    afterAll(() => served.stop())

    const terraform =
      (configuration: string) =>
      (...args: readonly string[]): Promise<Answer> =>
        stranger(
          'terraform',
          [`-chdir=${join(prepared.folder, configuration)}`, ...args, '-no-color', '-input=false'],
          {...surroundings(), ...variables(served)},
        )

    test('imports what awsup made without a change, and finds nothing to do afterwards', async () => {
      writeFileSync(join(prepared.folder, 'imports', 'terraform.tfvars.json'), JSON.stringify(inputs(served)))
      const run = terraform('imports')
      const before = await countMutating(served)

      const plan = await run('plan')
      expect(plan.stderr).toBe('')
      expect(plan.stdout).toContain('Plan: 11 to import, 0 to add, 0 to change, 0 to destroy.')

      expect(await run('apply', '-auto-approve')).toMatchObject({code: 0, stderr: ''})
      const again = await run('plan', '-detailed-exitcode')
      expect(again.stdout).toContain('No changes.')
      expect(again.code).toBe(0)
      expect(await countMutating(served)).toBe(before)
    })

    test('makes, changes and destroys resources of its own, and each time finds nothing left to do', async () => {
      const run = terraform('own')
      const variablesOf = (stage: string) => [
        ...['-var', `account_id=${served.dev.accountId}`],
        ...['-var', `stage=${stage}`],
      ]
      for (const stage of ['first', 'second']) {
        expect(await run('apply', '-auto-approve', ...variablesOf(stage))).toMatchObject({code: 0, stderr: ''})
        const again = await run('plan', '-detailed-exitcode', ...variablesOf(stage))
        expect(again.stdout).toContain('No changes.')
        expect(again.code).toBe(0)
      }
      expect(await run('destroy', '-auto-approve', ...variablesOf('second'))).toMatchObject({code: 0, stderr: ''})
      // What awsup made beside it is as it was.
      expect((await awsupJson(served.project, ['plan', '--check'])).code).toBe(0)
    })
  })
}

const inputs = ({organizationId, created, dev}: Served): Record<string, string | undefined> => ({
  organization_id: organizationId,
  unit_id: created['unit'],
  guardrail_id: created['guardrail.deny-root-user'],
  account_id: dev.accountId,
  user_pool_id: dev.userPoolId,
  user_pool_client_id: dev.userPoolClientId,
  identity_pool_id: dev.identityPoolId,
})

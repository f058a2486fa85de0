import {cpSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsupJson, emptyFolder} from '../../test/_helpers/cli.js'
import {cellsOf, renderCell, untriedCells, writeCells, type Failure} from '../kinds/cells.js'
import {findTerraform, initialize, surroundings} from './find-terraform.js'
import {countMutating, countSucceeded, serveProject, startEmpty, type Served} from '../served.js'
import {stranger, variables, type Answer, type Keys} from '../stranger.js'
import {EXCLUSIONS, failuresIn} from './terraform-kinds.js'

const STRANGER = 'Terraform'
const CONFIGURATIONS = ['imports', 'own', 'organization', 'identity-center']
/** Its provider looks every ten seconds whether an account is there, or gone. */
const PATIENCE_MS = 300_000
const prepared = prepare()

/** A folder with each configuration, Terraform's AWS provider ready in them; or why there is none. */
function prepare(): {folder: string} | {missing: string} {
  const found = findTerraform()
  if ('missing' in found) return found
  const folder = emptyFolder()
  for (const name of CONFIGURATIONS) {
    cpSync(join(import.meta.dirname, name), join(folder, name), {recursive: true})
    initialize(join(folder, name), found.mirror)
  }
  return {folder}
}

type Run = (...args: readonly string[]) => Promise<Answer>

if ('missing' in prepared) {
  console.log(`\n${prepared.missing}: what Terraform makes of the sandbox was not tried.\n`)
  // Vitest takes a file without tests for a broken one.
  test('without Terraform and its AWS provider there is nothing to try', () => {
    writeCells(STRANGER, untriedCells(STRANGER, prepared.missing, EXCLUSIONS))
    expect(prepared.missing).not.toBe('')
  })
} else {
  describe(STRANGER, () => {
    let served: Served
    let empty: Awaited<ReturnType<typeof startEmpty>>
    let before: Readonly<Record<string, number>>
    const failures: Failure[] = []
    beforeAll(async () => {
      ;[served, empty] = await Promise.all([serveProject(), startEmpty()])
      before = await countSucceeded(served)
    })
    afterAll(() => Promise.all([served.stop(), empty.stop()]))

    const terraform =
      (configuration: string, keys: Keys): Run =>
      (...args) =>
        stranger(
          'terraform',
          [`-chdir=${join(prepared.folder, configuration)}`, ...args, '-no-color', '-input=false'],
          {...surroundings(), ...variables(keys)},
        )

    /** Nothing is left to do, and nothing has changed by itself; whatever is, is remembered with its kind. */
    async function expectNothingToDo(run: Run, when: string, args: readonly string[]): Promise<void> {
      const {code, stdout, stderr} = await run('plan', '-detailed-exitcode', ...args)
      if (code !== 0) failures.push(...failuresIn(stdout + stderr, when))
      expect(stdout + stderr).toContain('No changes.')
    }

    async function apply(run: Run, when: string, args: readonly string[]): Promise<void> {
      const {code, stdout, stderr} = await run('apply', '-auto-approve', ...args)
      if (code !== 0) failures.push(...failuresIn(stderr, when))
      expect({code, stderr, end: /^Apply complete!/m.test(stdout)}).toEqual({code: 0, stderr: '', end: true})
    }

    /** Both stages: made, then changed in everything that can be. */
    async function live(run: Run, args: readonly string[] = []): Promise<void> {
      for (const stage of ['first', 'second']) {
        const all = [...args, '-var', `stage=${stage}`]
        await apply(run, `${stage} apply`, all)
        await expectNothingToDo(run, `${stage} plan`, all)
      }
    }

    test.concurrent(
      'makes, changes and destroys one of every kind in an account of its own, and each time finds nothing left to do',
      async () => {
        const run = terraform('own', served)
        const account = ['-var', `account_id=${served.dev.accountId}`]
        await live(run, account)
        const destroyed = await run('destroy', '-auto-approve', ...account, '-var', 'stage=second')
        if (destroyed.code !== 0) failures.push(...failuresIn(destroyed.stderr, 'destroy'))
        expect(destroyed).toMatchObject({code: 0, stderr: ''})
      },
      PATIENCE_MS,
    )

    test.concurrent(
      'makes, changes and destroys people, groups, a permission set and its assignment, and each time finds nothing left to do',
      async () => {
        const run = terraform('identity-center', served)
        const account = ['-var', `account_id=${served.dev.accountId}`]
        await live(run, account)
        const destroyed = await run('destroy', '-auto-approve', ...account, '-var', 'stage=second')
        if (destroyed.code !== 0) failures.push(...failuresIn(destroyed.stderr, 'destroy'))
        expect(destroyed).toMatchObject({code: 0, stderr: ''})
      },
      PATIENCE_MS,
    )

    test.concurrent(
      'makes and deletes an organization; with accounts in it, it goes through everything but its end, as at AWS',
      async () => {
        const run = terraform('organization', empty)
        const only = ['-target=aws_organizations_organization.this', '-var', 'stage=first']
        await apply(run, 'organization alone', only)
        expect(await run('destroy', '-auto-approve', ...only)).toMatchObject({code: 0, stderr: ''})

        await live(run)
        const {stderr} = await run('destroy', '-auto-approve', '-var', 'stage=second')
        // Closed accounts are in it for ninety days; nothing else is left.
        expect(stderr).toContain('OrganizationNotEmptyException')
        expect(stderr.match(/Error: /g)).toHaveLength(1)
      },
      PATIENCE_MS,
    )

    test('imports what awsup made without a change, and finds nothing to do afterwards', async () => {
      writeFileSync(join(prepared.folder, 'imports', 'terraform.tfvars.json'), JSON.stringify(inputs(served)))
      const run = terraform('imports', served)
      const mutating = await countMutating(served)

      const plan = await run('plan')
      expect(plan.stderr).toBe('')
      expect(plan.stdout).toContain('Plan: 11 to import, 0 to add, 0 to change, 0 to destroy.')

      await apply(run, 'import', [])
      await expectNothingToDo(run, 'plan after the import', [])
      expect(await countMutating(served)).toBe(mutating)
    })

    test('had every operation that it chose answered with success, for every kind but those that it does not have', async () => {
      const [own, organization] = await Promise.all([countSucceeded(served), countSucceeded(empty)])
      const succeeded = {...organization}
      for (const [operation, count] of Object.entries(own))
        succeeded[operation] = (succeeded[operation] ?? 0) + count - (before[operation] ?? 0)
      const cells = cellsOf({stranger: STRANGER, succeeded, takes: 'some', exclusions: EXCLUSIONS, failures})
      writeCells(STRANGER, cells)
      expect(cells.filter(({outcome}) => outcome === 'fail').map(renderCell)).toEqual([])
    })

    test('left everything that awsup made as it was', async () => {
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

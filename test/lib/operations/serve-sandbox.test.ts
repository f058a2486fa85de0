import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {CreateOrganizationCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {ListInstancesCommand, SSOAdminClient} from '@aws-sdk/client-sso-admin'
import {expect, test} from 'vitest'
import {serveSandbox} from '../../../src/lib/index.js'
import {emptyFolder} from '../../_helpers/cli.js'

/** What of Identity Center a client sees in a region, while the sandbox is served; with an organization. */
async function instancesIn(folder: string, region: string, serving: {identityCenter?: string} = {}) {
  const {endpoint, accessKeyId, secretAccessKey, close} = await serveSandbox(folder, 0, serving)
  try {
    const config = {endpoint, region, maxAttempts: 1, credentials: {accessKeyId, secretAccessKey}}
    await new OrganizationsClient(config).send(new CreateOrganizationCommand({})).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'AlreadyInOrganizationException') throw error
    })
    const {Instances} = await new SSOAdminClient(config).send(new ListInstancesCommand({}))
    return Instances?.map(({InstanceArn}) => InstanceArn)
  } finally {
    await close()
  }
}

test('Identity Center is switched on by a flag, once and for good, in that region alone', async () => {
  const folder = emptyFolder()
  expect(await instancesIn(folder, 'eu-west-1')).toEqual([])
  const on = await instancesIn(folder, 'eu-west-1', {identityCenter: 'eu-west-1'})
  expect(on).toHaveLength(1)
  expect(await instancesIn(folder, 'eu-west-1')).toEqual(on)
  // AWS leaves it where it is.
  expect(await instancesIn(folder, 'eu-central-1', {identityCenter: 'eu-central-1'})).toEqual([])
})

test.each(['', 'eu-west-9', 'Europe', 'cn-north-1'])(
  'Identity Center in %j is refused before a sandbox is made',
  async (identityCenter) => {
    const folder = emptyFolder()
    await expect(serveSandbox(folder, 0, {identityCenter})).rejects.toMatchObject({name: 'UsageError', exitCode: 2})
    expect(existsSync(join(folder, '.awsup'))).toBe(false)
  },
)

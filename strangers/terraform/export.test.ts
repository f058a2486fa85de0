import {DescribeIdentityProviderCommand, UpdateIdentityProviderCommand} from '@aws-sdk/client-cognito-identity-provider'
import {CreateGroupCommand, CreateUserCommand, IdentitystoreClient} from '@aws-sdk/client-identitystore'
import {
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import {CreateOrganizationCommand} from '@aws-sdk/client-organizations'
import {ListInstancesCommand, SSOAdminClient} from '@aws-sdk/client-sso-admin'
import {copyFileSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsupJson, emptyFolder, sandboxOf} from '../../test/_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../test/_helpers/worlds/project-world.js'
import {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import {findTerraform, initialize, surroundings} from './find-terraform.js'
import {countMutating, serveFolder} from '../served.js'
import {stranger, variables, type Answer, type Keys} from '../stranger.js'

/** Secrets of providers, as somebody's shell has them; they must be nowhere in what is exported. */
const SECRETS = {
  GOOGLE_SECRET: 'sesame-google',
  APPLE_KEY: 'sesame-apple',
  OKTA_SECRET: 'sesame-okta',
  SITE_DEV: 'sesame-site',
}

const found = findTerraform()

if ('missing' in found) {
  console.log(`\n${found.missing}: what awsup exports for it was not tried.\n`)
  // Vitest takes a file without tests for a broken one.
  test('without Terraform and its AWS provider there is nothing to try', () => {
    expect(found.missing).not.toBe('')
  })
} else {
  describe.each([
    {name: 'everything', change: byHand, counts: {organization: 8, 'environments/dev': 52, 'environments/prod': 42}},
    {name: 'little', counts: {organization: 3, 'environments/dev': 8}},
    {
      name: 'people',
      prepare: withDirectory,
      counts: {'identity-center': 14},
    },
  ])('$name, exported', ({name, prepare, change, counts}) => {
    const project = emptyFolder()
    const folderOf = (part: string): string => join(project, 'terraform', part)
    let served: Keys & {stop(): Promise<void>}
    let before: number

    beforeAll(async () => {
      copyFileSync(join(import.meta.dirname, 'exported', `${name}.yaml`), join(project, 'awsup.yaml'))
      const sandbox = await sandboxOf(project)
      sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, provisioningMs: 0})
      await prepare?.(project)
      expect(await awsupJson(project, ['apply', '--yes'], {env: SECRETS})).toMatchObject({code: 0})
      await change?.(project)
      served = await serveFolder(project)
      before = await countMutating(served)
      expect(await awsupJson(project, ['export', 'terraform'])).toMatchObject({code: 0})
    })
    afterAll(() => served.stop())

    const terraform = (part: string, ...args: readonly string[]): Promise<Answer> =>
      stranger('terraform', [`-chdir=${folderOf(part)}`, ...args], {...surroundings(), ...variables(served)})

    test('is written as terraform fmt would write it, without a secret', async () => {
      const files = readdirSync(join(project, 'terraform'), {recursive: true, encoding: 'utf8'}).filter((file) =>
        file.endsWith('.tf'),
      )
      for (const file of files) expect(readFileSync(join(project, 'terraform', file), 'utf8')).not.toContain('sesame')
      expect(await terraform('.', 'fmt', '-check', '-diff', '-recursive')).toEqual({code: 0, stdout: '', stderr: ''})
    })

    test.each(Object.entries(counts))(
      '%s: the first plan imports all %i and changes nothing, the next has nothing to do',
      async (part, count) => {
        initialize(folderOf(part), found.mirror)
        expect((await terraform(part, 'validate', '-no-color')).stdout).toContain('Success!')
        const options = ['-no-color', '-input=false']
        const plan = await terraform(part, 'plan', '-out=first', ...options)
        expect(plan.stderr).toBe('')
        expect(plan.stdout).toContain(`Plan: ${count} to import, 0 to add, 0 to change, 0 to destroy.`)
        expect(await terraform(part, 'apply', ...options, 'first')).toMatchObject({code: 0, stderr: ''})
        const again = await terraform(part, 'plan', '-detailed-exitcode', ...options)
        expect(again.stdout).toContain('No changes.')
        expect(again.code).toBe(0)
      },
      300_000,
    )

    test('changed nothing, by whoever: awsup has nothing to do either', async () => {
      expect(await countMutating(served)).toBe(before)
      expect(await awsupJson(project, ['plan', '--check'], {env: SECRETS})).toMatchObject({code: 0})
    })
  })
}

/** An organization in which IAM Identity Center is on, with the people of `people.yaml` in its directory: awsup makes neither. */
async function withDirectory(project: string): Promise<void> {
  const {sandbox, management} = await openProjectWorld(project)
  const region = 'eu-central-1'
  sandbox.configure({identityCenter: region})
  await management.organizations.send(new CreateOrganizationCommand({FeatureSet: 'ALL'}))
  const options = {region, credentials: sandbox.credentials('admin'), requestHandler: requestHandlerFor(sandbox)}
  const {Instances = []} = await new SSOAdminClient(options).send(new ListInstancesCommand({}))
  const IdentityStoreId = Instances[0]?.IdentityStoreId
  const store = new IdentitystoreClient(options)
  const Name = {GivenName: 'Jane', FamilyName: 'Doe'}
  await store.send(new CreateUserCommand({IdentityStoreId, UserName: 'jane', DisplayName: 'Jane', Name}))
  await store.send(new CreateGroupCommand({IdentityStoreId, DisplayName: 'Our auditors'}))
}

/** What awsup never asks for and leaves alone: it is exported as well. And what real Cognito adds to a provider by itself. */
async function byHand(project: string): Promise<void> {
  const {enter} = await openProjectWorld(project)
  const {iam, cognito} = await enter(idOnRecord(project, 'dev', 'account'))
  const UserPoolId = idOnRecord(project, 'dev', 'user-pool')
  const allow = (Resource: string) =>
    JSON.stringify({Version: '2012-10-17', Statement: {Effect: 'Allow', Action: 's3:GetObject', Resource}})
  await iam.send(
    new PutGroupPolicyCommand({
      GroupName: 'developers',
      PolicyName: 'by-hand',
      PolicyDocument: allow(`arn:aws:s3:::${UserPoolId}/\${aws:username}/*`),
    }),
  )
  await iam.send(
    new PutUserPolicyCommand({UserName: 'bob', PolicyName: 'by_hand', PolicyDocument: allow('arn:aws:s3:::"a\\b"/*')}),
  )
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'
  await iam.send(new PutUserPermissionsBoundaryCommand({UserName: 'bob', PermissionsBoundary}))
  // Where there are deployers, awsup keeps its own boundary on such a role.
  const prod = await enter(idOnRecord(project, 'prod', 'account'))
  await prod.iam.send(new PutRolePermissionsBoundaryCommand({RoleName: 'acme-prod-guest', PermissionsBoundary}))

  const google = {UserPoolId, ProviderName: 'Google'}
  const {IdentityProvider} = await cognito.send(new DescribeIdentityProviderCommand(google))
  await cognito.send(
    new UpdateIdentityProviderCommand({
      ...google,
      ProviderDetails: {
        ...IdentityProvider?.ProviderDetails,
        attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
        attributes_url_add_attributes: 'true',
        authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
        oidc_issuer: 'https://accounts.google.com',
        token_request_method: 'POST',
        token_url: 'https://www.googleapis.com/oauth2/v4/token',
      },
      AttributeMapping: {...IdentityProvider?.AttributeMapping, username: 'sub'},
    }),
  )
}

import fc from 'fast-check'
import {beforeAll, describe, expect, test} from 'vitest'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {writeProviders} from '../../../src/lib/operations/import/write/federation.js'
import {awsupJson, makeTemplate, read, sandboxOf, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {manifest} from '../../lib/manifest/samples.js'

/** Variables of a shell that hold a secret which is none of an identity provider's. */
const FOREIGN = [
  ...['AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN', 'AWS_SECRET_KEY'],
  ...['AWS_BEARER_TOKEN_BEDROCK', 'AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_MFA_TOKEN'],
  ...['AWS_CREDENTIAL_FILE', 'AWS_ANYTHING', 'aws_secret_access_key', 'Aws_Session_Token', 'AMAZON_SECRET_ACCESS_KEY'],
  ...[
    'PROD_AWS_SECRET_ACCESS_KEY',
    'TF_VAR_aws_secret_key',
    'S3_SECRET_ACCESS_KEY',
    'MINIO_ACCESS_KEY',
    'EC2_SECRET_KEY',
  ],
  ...[
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GITLAB_PAT',
    'NPM_TOKEN',
    'NODE_AUTH_TOKEN',
    'CI_JOB_TOKEN',
    'ACTIONS_RUNTIME_TOKEN',
  ],
  ...[
    'VAULT_TOKEN',
    'VAULT_SECRET_ID',
    'TF_TOKEN_app_terraform_io',
    'KUBECONFIG',
    'DOCKER_PASSWORD',
    'SSH_PRIVATE_KEY',
  ],
  ...['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'STRIPE_SECRET_KEY', 'SECRET_KEY_BASE', 'JWT_SECRET', 'SESSION_SECRET'],
  ...[
    'DATABASE_URL',
    'PGPASSWORD',
    'MYSQL_PWD',
    'DB_PASS',
    'REDIS_URL',
    'SENTRY_DSN',
    'GPG_PASSPHRASE',
    'RAILS_MASTER_KEY',
  ],
  ...['GOOGLE_APPLICATION_CREDENTIALS', 'AZURE_CLIENT_SECRET', 'ARM_CLIENT_SECRET', 'AZURE_STORAGE_CONNECTION_STRING'],
]

/** What people call the secret that a provider gave them. */
const OWN = [
  ...['GOOGLE_SECRET', 'GOOGLE_CLIENT_SECRET', 'google_secret', 'GOOGLE', 'SECRET', 'APPLE_KEY', 'APPLE_PRIVATE_KEY'],
  ...[
    'AMAZON_SECRET',
    'AMAZON_CLIENT_SECRET',
    'FACEBOOK_APP_SECRET',
    'GITHUB_CLIENT_SECRET',
    'OKTA_SECRET',
    'ENTRA_SECRET',
  ],
  ...[
    'OIDC_CLIENT_SECRET',
    'VAULT_CLIENT_SECRET',
    'AUTH0_SECRET',
    'COGNITO_GOOGLE_SECRET',
    'AWSUP_GOOGLE_SECRET',
    'LAWS_SECRET',
  ],
]

const withSecret = (name: string, field: 'clientSecret' | 'privateKey'): string => {
  const attributes = {email: 'email'}
  const secret = {[field]: {env: name}}
  const provider =
    field === 'clientSecret'
      ? {evil: {type: 'oidc', clientId: 'x', issuer: 'https://evil.example', attributes, ...secret}}
      : {apple: {clientId: 'x', teamId: 'x', keyId: 'x', attributes, ...secret}}
  return manifest({auth: JSON.stringify({domain: 'acme-{env}', providers: provider})})
}

describe.each(['clientSecret', 'privateKey'] as const)('awsup.yaml of somebody else sends as %s', (field) => {
  test.each(FOREIGN)('never %s, and the refusal names it with its place', (name) => {
    expect(() => parseManifest(withSecret(name, field))).toThrow(ManifestError)
    expect(() => parseManifest(withSecret(name, field))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          `${field}\\.env is "${name}", must not be a variable for (AWS credentials|a secret of another program)`,
        ) as string,
        at: {line: expect.any(Number) as number, column: expect.any(Number) as number},
      }),
    )
  })

  test.each(OWN)('but %s', (name) => {
    expect(() => parseManifest(withSecret(name, field))).not.toThrow()
  })
})

test('every name that begins with AWS_ is refused, in any case', () => {
  const letters = fc.string({unit: fc.constantFrom('a', 'b', 'X', 'Z', '0', '9', '_'), minLength: 1, maxLength: 30})
  const aws = fc.constantFrom('AWS_', 'aws_', 'Aws_', 'aWS_')
  fc.assert(
    fc.property(aws, letters, (start, rest) => {
      expect(() => parseManifest(withSecret(`${start}${rest}`, 'clientSecret'))).toThrow(/AWS credentials/)
    }),
  )
})

describe('a checkout that names the operator’s own keys', () => {
  let copy: () => string
  beforeAll(async () => {
    copy = await makeTemplate()
  })

  test.each([['plan'], ['apply --yes'], ['env doctor dev'], ['auth diff dev prod'], ['env switch dev']])(
    'sends them nowhere, and asks AWS nothing: %s',
    async (command) => {
      const args = command.split(' ')
      const project = copy()
      const providers =
        '{ evil: { type: oidc, clientId: x, clientSecret: { env: AWS_SECRET_ACCESS_KEY }, issuer: "https://evil.example", attributes: { email: email } } }'
      const yaml = read(project, 'awsup.yaml')
      write(project, 'awsup.yaml', yaml.replace(/^auth:/m, `auth:\n  domain: "acme-{env}"\n  providers: ${providers} `))
      const sandbox = await sandboxOf(project)
      sandbox.resetCalls()
      const before = textsOf(project)
      const env = {AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA', AWS_SECRET_ACCESS_KEY: 'the operator’s own'}
      expect(await awsupJson(project, args, {env})).toMatchObject({
        code: 2,
        error: {
          message: expect.stringContaining('auth.providers.evil.clientSecret.env is "AWS_SECRET_ACCESS_KEY"') as string,
          details: {line: expect.any(Number) as number},
        },
      })
      expect(sandbox.calls()).toEqual([])
      expect(textsOf(project)).toEqual(before)
    },
  )
})

test('an import gives no provider such a variable, whatever the provider is called', () => {
  const names = fc.oneof(
    fc.constantFrom(
      'aws',
      'Aws',
      'session',
      'jwt',
      'ssh',
      'azureClient',
      'azure-client',
      'armClient',
      '3com',
      'docker',
    ),
    fc.string({unit: fc.constantFrom('a', 'w', 's', 'A', 'W', 'S', '-', '3', 'k'), minLength: 3, maxLength: 12}),
  )
  fc.assert(
    fc.property(names, (ProviderName) => {
      const {section} = writeProviders({providers: [{ProviderName, ProviderType: 'OIDC', ProviderDetails: {}}]})
      const {clientSecret} = Object.values(section)[0] as {clientSecret: {env: string}}
      expect(() => parseManifest(withSecret(clientSecret.env, 'clientSecret'))).not.toThrow()
    }),
  )
})

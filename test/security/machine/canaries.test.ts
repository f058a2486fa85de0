import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {hideSecrets, hideSecretsIn} from '../../../src/lib/text/hide-secrets.js'
import {awsup, emptyFolder} from '../../_helpers/cli.js'

/** Shaped as secret access keys are. */
const CANARY = 'wJalrXUtnFEMIK7MDENGbPxRfiCYCANARYKEYxxx'
const KEY = 'AKIAAAAAAAAAAAAAAAAA'

const MANIFEST = `version: 1
project: acme
organization: {email: "aws+{env}@acme.dev"}
environments: {dev: {region: us-east-1}}
`
const dev = (more: string): string => MANIFEST.replace('{region: us-east-1}', `{region: us-east-1, ${more}}`)

interface Setting {
  /** Below the home folder. */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly manifest?: string
}

const profile = (lines: string, env = {}): Setting => ({files: {'.aws/config': `[default]\n${lines}\n`}, env})
const signed = (env: Readonly<Record<string, string>> = {}): Setting => ({
  env: {AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: CANARY, AWS_SESSION_TOKEN: CANARY, ...env},
})
const stored = `aws_access_key_id = ${KEY}\naws_secret_access_key = ${CANARY}`
const url = `http://user:${CANARY}@127.0.0.1:1`

const SETTINGS: Readonly<Record<string, Setting>> = {
  'keys in the shell': signed(),
  'a line of the config file that is none': {files: {'.aws/config': `[default]\n${CANARY}\n`}},
  'a section that does not end': {files: {'.aws/config': `[profile ${CANARY}\naws_secret_access_key=${CANARY}\n`}},
  'a key above the first section': {files: {'.aws/credentials': `${CANARY}\n[default]\n${stored}\n`}},
  'keys under a name that JavaScript knows': {
    files: {'.aws/config': `[__proto__]\n${stored}\n[default]\nsource_profile=x`},
  },
  'a role that is a key': profile(`role_arn = ${CANARY}\nsource_profile = default\n${stored}`),
  'a source profile that is a key': profile(`role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = ${CANARY}`),
  'a credential source that is a key': profile(
    `role_arn = arn:aws:iam::123456789012:role/x\ncredential_source = ${CANARY}`,
  ),
  'a services section that is a key': profile(`${stored}\nservices = ${CANARY}`),
  'an endpoint with a password': signed({AWS_ENDPOINT_URL: url}),
  'an endpoint with a password that is none': signed({AWS_ENDPOINT_URL: `ftp://user:${CANARY}@host`}),
  'an endpoint with a token': signed({AWS_ENDPOINT_URL: `ftp://127.0.0.1/?t=${CANARY}`}),
  'an endpoint of one service': signed({AWS_ENDPOINT_URL_STS: url}),
  'an endpoint of a profile': profile(`${stored}\nendpoint_url = ${url}`, {AWS_ENDPOINT_URL: ''}),
  'an endpoint of a profile that is none': profile(`${stored}\nendpoint_url = ftp://u:${CANARY}@h`, {
    AWS_ENDPOINT_URL: '',
  }),
  proxies: signed({HTTPS_PROXY: url, HTTP_PROXY: url, https_proxy: url, http_proxy: url}),
  'a container': {env: {AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN: CANARY}},
  'a container’s address that is none': {env: {AWS_CONTAINER_CREDENTIALS_FULL_URI: `nonsense ${CANARY}`}},
  'a container elsewhere': {env: {AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://evil.example/?t=${CANARY}`}},
  'a token that no header can hold': {
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: `${CANARY}\n${CANARY}`,
    },
  },
  'a web identity': {
    files: {token: CANARY},
    env: {AWS_WEB_IDENTITY_TOKEN_FILE: 'token', AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/x'},
  },
  'a cache of IAM Identity Center that is no JSON': {
    files: {
      '.aws/config':
        '[default]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = x\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x.awsapps.com/start\n',
      '.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json': `${CANARY} is not JSON`,
    },
  },
  'a helper that repeats its arguments': profile(
    `credential_process = sh -c 'echo "denied: $*" >&2; exit 1' x login ${CANARY}`,
  ),
  'a password in words': profile(`credential_process = sh -c 'echo "denied: $*" >&2; exit 1' x login canary-in-words`),
  'a client’s secret in awsup.yaml': {
    manifest: dev(`auth: {providers: {google: {clientId: x, clientSecret: ${CANARY}}}}`),
  },
  'a secret instead of its variable': {
    manifest: dev(`auth: {providers: {google: {clientId: x, clientSecret: {env: "${CANARY}"}}}}`),
  },
  'a key of awsup.yaml that there is not': {manifest: `${MANIFEST}secretAccessKey: ${CANARY}\n`},
  'a region that is a key': {manifest: MANIFEST.replace('us-east-1', CANARY)},
  'an account that is a key': {manifest: dev(`account: "${CANARY}"`)},
  'an address that is a key': {manifest: MANIFEST.replace('aws+{env}@acme.dev', CANARY)},
  'awsup.yaml that is a key': {manifest: `${CANARY}\n`},
  'a line of awsup.yaml that is a key': {manifest: `${MANIFEST}${CANARY}\n`},
  'a text that does not end': {manifest: `${MANIFEST}password: "${CANARY}\n`},
  'a list that does not end': {manifest: `${MANIFEST}aws_secret_access_key: [${CANARY}\n`},
  'a tag, an alias': {manifest: `${MANIFEST}password: !secret *${CANARY}\n`},
  'records with a password': {manifest: `${MANIFEST}records: "s3://u:${CANARY}@bucket/x"\n`},
  'a format that is a key': {manifest: `${MANIFEST}outputs: [{format: "${CANARY}", path: x}]\n`},
}

/** The secret as it stands, and as URLs, host names and headers have it. */
const FORMS = [
  ...[CANARY, CANARY.toLowerCase(), encodeURIComponent(CANARY), 'canary-in-words'],
  ...[`user:${CANARY}`, `u:${CANARY}`].map((text) => Buffer.from(text).toString('base64')),
]

describe('no secret of a configuration is printed', () => {
  test.each(Object.entries(SETTINGS))('%s', async (_, {files = {}, env = {}, manifest = MANIFEST}) => {
    const home = emptyFolder()
    writeFileSync(join(home, 'awsup.yaml'), manifest)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), {recursive: true})
      writeFileSync(join(home, path), text)
    }
    const usual = {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWSUP_REPLY_TIMEOUT: '0.5',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    }
    for (const args of [
      ['whoami', '--json'],
      ['env', 'doctor', 'dev'],
    ]) {
      const {code, stdout, stderr} = await awsup(home, args, {env: {...usual, DEBUG: '*', ...env}})
      expect(code, stderr).toBeGreaterThan(1)
      for (const form of FORMS) expect(stdout + stderr).not.toContain(form)
    }
  })
})

describe('what looks like a secret in a message', () => {
  const [token, jwt] = [`ghp_${'a1B2'.repeat(9)}`, 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2lnbmF0dXJl']
  test.each([
    ['a secret access key', `is "${CANARY}", must be`, 'is "***", must be'],
    ['one with slashes', `x Ab1/${'Ab1'.repeat(12)} y`, 'x *** y'],
    ['the password of a URL', 'https://me:pa55@host/x and s3://u@b', 'https://***@host/x and s3://***@b'],
    ['a JSON Web Token', `got ${jwt}.`, 'got ***.'],
    ['a token with a known beginning', `see ${token}`, 'see ***'],
    ['a parameter', 'https://h/?X-Amz-Security-Token=abc&x=1', 'https://h/?X-Amz-Security-Token=***&x=1'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- end', '*** end'],
    ['a value of the shell', 'it said: correct horse battery', 'it said: ***'],
  ])('%s is hidden', (_, text, hidden) => {
    expect(hideSecrets(text, {DB_PASSWORD: 'correct horse battery'})).toBe(hidden)
  })

  test.each([
    'arn:aws:iam::123456789012:role/OrganizationAccountAccessRole',
    'us-east-1_AbCdEf123 and us-east-1:0a1b2c3d-0123-4567-89ab-0123456789ab, client 6q8t4a2b3c4d5e6f7g8h9i0j1k',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    '/Users/Ana/Work/Acme/Infra1/Production/Accounts/awsup.yaml',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#x',
    'aws+{env}@acme.dev, https://acme.dev/@ana, s3://bucket/a@b',
    `${KEY} belongs to ana; AWS_WEB_IDENTITY_TOKEN_FILE is /var/run/token`,
    'aws organizations tag-resource --tags Key=awsup:project,Value=acme',
    'awsup auth client rotate-secret web --env prod --secrets-file web.json',
  ])('%s is none', (text) => {
    expect(hideSecrets(text, {AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/token', TOKEN: 'ana'})).toBe(text)
  })

  test('is hidden wherever it stands in a document, and nothing else changes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        const secret = 'a very secret value indeed'
        const shell = {MY_SECRET: secret}
        expect(JSON.stringify(hideSecretsIn({[name]: [secret, `x ${secret}`]}, shell))).not.toContain(secret)
        const harmless = JSON.parse(JSON.stringify(value)) as unknown
        const kept = hideSecretsIn(harmless, {})
        expect(hideSecretsIn(kept, {})).toEqual(kept)
      }),
    )
  })
})

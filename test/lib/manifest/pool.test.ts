import {describe, expect, test} from 'vitest'
import {resolve} from '../../../src/lib/engine/graph/references.js'
import {makeDesired} from '../../../src/lib/manifest/desired/desired.js'
import type {Auth} from '../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {manifest} from './samples.js'

const authOf = (auth: string, environments = '{ dev: { region: eu-west-1 } }'): Partial<Auth> =>
  parseManifest(manifest({auth, environments})).environments.get('dev')?.auth ?? {}

const SES = 'arn:aws:ses:eu-west-1:012345678901:identity/acme.dev'

describe('short and long forms', () => {
  test.each<[string, Partial<Auth>]>([
    ['{ mfa: on }', {mfa: 'on', mfaMethods: undefined}],
    ['{ mfa: { methods: [totp] } }', {mfa: 'optional', mfaMethods: ['totp']}],
    ['{ mfa: { mode: off, methods: [totp] } }', {mfa: 'off', mfaMethods: undefined}],
    ['{ passkeys: false }', {passkeys: false, relyingParty: undefined}],
    ['{ passkeys: { relyingParty: "{env}.acme.dev" } }', {passkeys: true, relyingParty: 'dev.acme.dev'}],
    ['{ recovery: admin }', {recovery: ['admin']}],
    ['{ recovery: [phone, email] }', {recovery: ['phone', 'email']}],
    ['{ attributes: { tenant: } }', {attributes: {tenant: {type: 'string', mutable: true}}}],
    ['{ verification: { smsMessage: "{####}!" } }', {verification: {by: 'code', smsMessage: '{####}!'}}],
  ])('%s', (auth, expected) => {
    expect(authOf(auth)).toMatchObject(expected)
  })
})

test('an environment changes one setting of a section and keeps the rest', () => {
  const own =
    '{ mfa: on, passkeys: { userVerification: required }, attributes: { plan: {} }, email: { sourceArn: "SES" } }'
  const auth = authOf(
    `{ mfa: { methods: [totp] }, passkeys: { relyingParty: acme.dev }, attributes: { tenant: {} }, email: { sourceArn: "${SES}", from: "a@acme.dev" } }`,
    `{ dev: { region: eu-west-1, auth: ${own.replace('SES', `${SES}.uk`)} } }`,
  )
  expect(auth).toMatchObject({
    mfa: 'on',
    mfaMethods: ['totp'],
    passkeys: true,
    relyingParty: 'acme.dev',
    userVerification: 'required',
    email: {sourceArn: `${SES}.uk`, from: 'a@acme.dev'},
  })
  expect(Object.keys(auth.attributes ?? {})).toEqual(['tenant', 'plan'])
})

test('what is not written is not asked for', () => {
  const asked = Object.entries(authOf('{}')).filter(([, value]) => value !== undefined)
  const names = asked.map(([name]) => name)
  for (const name of [
    'requiredAttributes',
    'otp',
    'recovery',
    'verification',
    'invitation',
    'email',
    'sms',
    'triggers',
  ])
    expect(names).not.toContain(name)
})

test('a trigger by name is a function in the account and region of the environment, one by ARN is where it says', () => {
  const arn = 'arn:aws:lambda:us-east-1:012345678901:function:shared:live'
  const auth = `{ triggers: { preSignUp: "check-{env}", postConfirmation: "${arn}" } }`
  const nodes = makeDesired(parseManifest(manifest({auth})))
  const desired = resolve(nodes.find(({address}) => address === 'prod.user-pool')?.desired, () => '111122223333')
  expect(desired).toMatchObject({
    triggers: {
      preSignUp: 'arn:aws:lambda:eu-west-1:111122223333:function:check-prod',
      postConfirmation: arn,
    },
  })
})

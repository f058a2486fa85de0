import {expect, test} from 'vitest'
import {parseManifest} from '../../src/lib/manifest/parse.js'
import {warningsOf} from '../../src/lib/manifest/warnings.js'
import {manifest} from './samples.js'

const SMS = 'sms: { roleArn: "arn:aws:iam::111122223333:role/sms", externalId: acme }'
const MACHINE =
  'resourceServers: { api: { scopes: { read: Read } } }, clients: { jobs: { type: machine, scopes: [api/read] } }'

const codesOf = (auth: string): readonly string[] => warningsOf(parseManifest(manifest({auth}))).map(({code}) => code)

test.each([
  ['a machine client without a domain', `{ ${MACHINE} }`, ['NO_TOKEN_ENDPOINT']],
  ['a machine client with one', `{ domain: "acme-{env}", ${MACHINE} }`, []],
  ['text messages that are no second factor', `{ mfa: { methods: [totp] }, ${SMS} }`, ['SMS_STAYS']],
  ['text messages that are one', `{ mfa: { methods: [totp, sms] }, ${SMS} }`, []],
  ['text messages without MFA', `{ mfa: off, ${SMS} }`, []],
])('a plan of %s warns once for all environments, or not at all', (_, auth, codes) => {
  expect(codesOf(auth)).toEqual(codes)
})

import {expect, test} from 'vitest'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {warningsOf} from '../../../src/lib/manifest/warnings.js'
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

const OWN = 'arn:aws:iam::111122223333:policy/app/own'
test.each([
  ['a developer without boundary', {developer: '{ boundary: none }'}, ['DEVELOPERS_WITHOUT_BOUNDARY']],
  ['a developer with the boundary', {developer: '{ sessionDuration: 2h }'}, []],
  ['an administrator without boundary', {admin: '{ sessionDuration: 2h }'}, []],
  [
    'a role that has a policy of developers, and no boundary',
    {ops: `{ managedPolicies: ["${OWN}"], boundary: none }`},
    ['POLICY_OF_DEVELOPERS'],
  ],
  ['a role that has one under the boundary', {ops: `{ managedPolicies: ["${OWN}"] }`}, []],
  [
    'a boundary that developers can rewrite',
    {ops: `{ managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], boundary: "${OWN}" }`},
    ['POLICY_OF_DEVELOPERS'],
  ],
])('a plan warns of what developers could make more of: %s', (_, roles, codes) => {
  const [[role, written] = []] = Object.entries(roles)
  const users = `{ jane: { roles: { dev: ${role} } } }`
  const parsed = parseManifest(manifest({roles: `{ ${role}: ${written} }`, users}))
  expect(warningsOf(parsed).map(({code}) => code)).toEqual(codes)
})

import fc from 'fast-check'
import {expect, test} from 'vitest'
import {ManifestError} from '../../../src/lib/base/errors.js'
import {makeDesired} from '../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {manifest} from '../../lib/manifest/samples.js'

const WRITTEN = [
  ...[
    'address',
    'birthdate',
    'email',
    'email_verified',
    'family_name',
    'gender',
    'given_name',
    'locale',
    'middle_name',
  ],
  ...['name', 'nickname', 'nonce', 'phone_number', 'phone_number_verified', 'picture', 'preferred_username', 'profile'],
  ...['updated_at', 'website', 'zoneinfo'],
]

/** A statement that rests on the tag `team`, each in another way. */
const USES: readonly (readonly ['resources' | 'condition', (key: string) => object])[] = [
  ['resources', (key) => ({resources: [`arn:aws:s3:::acme/\${${key}}/*`]})],
  ['resources', (key) => ({resources: [`arn:aws:s3:::acme/\${ ${key} , 'none'}/*`]})],
  ['condition', (key) => ({condition: {StringEquals: {[key]: 'blue'}}})],
  ['condition', (key) => ({condition: {'ForAllValues:StringEquals': {'dynamodb:LeadingKeys': [`\${${key}}`]}}})],
]
const RESOURCES = {resources: ['arn:aws:s3:::acme/team/*']}

const parse = (claim: string, statement: object, section: 'authenticated' | 'admins' = 'authenticated') => {
  const rules = [{statement: {actions: ['s3:GetObject'], ...RESOURCES, ...statement}}]
  const access = section === 'authenticated' ? {authenticated: rules} : {groups: {admins: rules}}
  const auth = {
    groups: {admins: {}},
    attributes: {team: {type: 'string'}},
    identityPool: {principalTags: {Team: claim}},
  }
  return parseManifest(manifest({access: JSON.stringify(access), auth: JSON.stringify(auth)}))
}

test('a statement that rests on a tag of a claim that users write is refused with its place, however the tag is written', () => {
  fc.assert(
    fc.property(
      fc.record({
        claim: fc.constantFrom(...WRITTEN),
        written: fc.constantFrom(...USES),
        key: fc.constantFrom('aws:PrincipalTag/Team', 'AWS:principaltag/team', 'aws:RequestTag/TEAM'),
        effect: fc.constantFrom('allow', 'deny'),
        section: fc.constantFrom('authenticated' as const, 'admins' as const),
      }),
      ({claim, written: [where, use], key, effect, section}) => {
        let thrown: unknown
        try {
          parse(claim, {...use(key), effect}, section)
        } catch (error) {
          thrown = error
        }
        const place = section === 'authenticated' ? 'access.authenticated[0]' : 'access.groups.admins[0]'
        expect(thrown).toBeInstanceOf(ManifestError)
        expect(thrown).toMatchObject({
          code: 'TAG_WRITTEN_BY_USERS',
          message: expect.stringContaining(`${place}.statement.${where} rests on the session tag "team"`) as string,
          at: {line: expect.any(Number) as number},
        })
      },
    ),
  )
})

test('a tag that no statement rests on may carry any claim', () => {
  expect(() => parse('nickname', {})).not.toThrow()
})

test('a custom attribute behind such a tag is taken out of what app clients may write', () => {
  const parsed = parse('custom:team', {resources: ['arn:aws:s3:::acme/${aws:PrincipalTag/team}/*']})
  const client = makeDesired(parsed).find(({kind}) => kind === 'app-client')
  const {writeAttributes} = client?.desired as {writeAttributes: readonly string[]}
  expect(writeAttributes).toContain('email')
  expect(writeAttributes).not.toContain('custom:team')
})

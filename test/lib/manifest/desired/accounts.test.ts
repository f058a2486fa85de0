import {expect, test} from 'vitest'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {manifest} from '../samples.js'

const kinds = (yaml: string): ReadonlyMap<string, string> =>
  new Map(makeDesired(parseManifest(yaml)).map(({address, kind}) => [address, kind]))

test('where every account already exists, no organization is asked for', () => {
  const found = kinds(`version: 1
project: acme
environments:
  dev: { region: eu-west-1, account: management }
  prod: { region: eu-west-1, account: { id: "210987654321", role: AcmeAccess } }
`)
  expect([...found].filter(([, kind]) => /organiz|policy/.test(kind))).toEqual([])
  expect(found.get('dev.account')).toBe('existing-account')
  expect(found.get('prod.account')).toBe('existing-account')
})

test('an account that is made beside one that exists has its organization, unit and guardrails', () => {
  const found = kinds(
    manifest({environments: '{ dev: { region: eu-west-1, account: management }, prod: { region: eu-west-1 } }'}),
  )
  expect(found.get('dev.account')).toBe('existing-account')
  expect(found.get('prod.account')).toBe('account')
  expect(found.get('unit')).toBe('organizational-unit')
})

test('an account that exists has no address to be made with', () => {
  const {environments} = parseManifest(
    manifest({environments: '{ dev: { region: eu-west-1, account: { id: "210987654321", role: AcmeAccess } } }'}),
  )
  expect(environments.get('dev')).toMatchObject({email: undefined, account: {id: '210987654321', role: 'AcmeAccess'}})
})

import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {EXPORTED} from '../../../src/lib/export/kinds.js'
import {makeFolder, type Folder} from '../../../src/lib/export/terraform/folder.js'
import {ROOMS} from '../../../src/lib/resources/index.js'
import {ENVIRONMENT, ORGANIZATION} from './facts.js'

const place = {accountId: '111122223333', region: 'eu-west-1', about: ['The environment dev of acme.']}
const role = 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole'
const organization = makeFolder(ORGANIZATION, {...place, about: ['The organization of acme.']})
const environment = makeFolder(ENVIRONMENT, {...place, role})

test('every kind that there is is exported, and has a case here', () => {
  const kinds = [...ROOMS.keys()].toSorted()
  expect([...EXPORTED.keys()].toSorted()).toEqual(kinds)
  const cases = [...ORGANIZATION, ...ENVIRONMENT].map(({recorded}) => recorded.kind)
  expect([...new Set(cases)].toSorted(), 'the cases of test/lib/export/facts.ts').toEqual(kinds)
})

// To take a change over on purpose: vitest run --project suite test/lib/export --update, then read what changed.
describe.each([
  ['organization', organization],
  ['environment', environment],
] as const)('%s', (name, folder: Folder) => {
  test.each(folder.files)('$name is written as it stands in test/lib/export/cases', async ({name: file, text}) => {
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'cases', name, file))
  })

  test('every resource is imported once, by an address that a file has', () => {
    const all = folder.files.map(({text}) => text).join('\n')
    const addresses = folder.resources.map(({terraform}) => terraform)
    expect(new Set(addresses).size).toBe(addresses.length)
    expect(all.match(/^import \{/gm)).toHaveLength(addresses.length)
    for (const address of addresses) {
      const [type = '', label = ''] = address.split('.')
      expect(all).toContain(`resource "${type}" "${label}" {`)
    }
  })
})

test('what Terraform cannot say is told with its address, and stands in the file', () => {
  expect(environment.notExported.map(({address}) => address)).toEqual([
    'dev.user-pool',
    'dev.user-pool',
    'dev.provider.corp',
    'dev.branding.web',
    'people.identity-center',
    'dev.hosting-branch',
  ])
  expect(environment.notExported.map(({why}) => why).join('\n')).toMatch(
    /LambdaConfig\.InboundFederation[\s\S]+WebAuthnConfiguration\.FactorConfiguration[\s\S]+AcrMapping[\s\S]+style/,
  )
})

test('a reference leads only to what the record needs: to anything else it stays an id', () => {
  const strangers = ENVIRONMENT.map((part) => ({...part, recorded: {...part.recorded, needs: []}}))
  const {files} = makeFolder(strangers, place)
  const roles = files.find(({name}) => name === 'roles.tf')?.text
  expect(roles).toContain('"cognito-identity.amazonaws.com:aud" = "eu-west-1:11111111-2222-3333-4444-555555555555"')
})

import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, test} from 'vitest'
import {makeDesired} from '../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../src/lib/manifest/parse.js'
import {ROOMS} from '../../../src/lib/resources/index.js'
import {ref, type KindNode} from '../../../src/lib/resources/nodes.js'
import {manifest} from '../manifest/samples.js'

const place = {address: 'dev.group.admins', account: 'management', region: 'eu-west-1'} as const

// What is wrong here is said by the compiler (npm run types): a line that compiles after all fails there.
test('a kind, a field or an output that does not exist does not compile', () => {
  const desired = {userPoolId: ref('dev.user-pool'), name: 'admins'}
  const right: KindNode = {...place, kind: 'user-pool-group', desired}
  // @ts-expect-error no such kind
  const kind: KindNode = {...place, kind: 'user-pool-groop', desired}
  // @ts-expect-error no such field
  const field: KindNode = {...place, kind: 'user-pool-group', desired: {...desired, nome: 'admins', name: 3}}
  // @ts-expect-error no such output
  const output = ref('dev.user-pool', 'providerNome')
  expect([right, kind, field].filter((node) => ROOMS.has(node.kind))).toEqual([right, field])
  expect(output).toEqual({$ref: 'dev.user-pool', output: 'providerNome'})
})

test('every kind is asked for by the manifest that Terraform takes over, or by an account that exists', () => {
  const everything = path.join(import.meta.dirname, '../../../strangers/terraform/exported/everything.yaml')
  // Terraform cannot take over an account, or a region that is off, in one folder with what is in it.
  const existing = manifest({environments: '{ dev: { region: eu-south-1, account: management } }'})
  // What is in IAM Identity Center is a folder of its own, and people are users of IAM or of that.
  const people = path.join(path.dirname(everything), 'people.yaml')
  const asked = [readFileSync(everything, 'utf8'), readFileSync(people, 'utf8'), existing].flatMap((yaml) =>
    makeDesired(parseManifest(yaml)),
  )
  const missing = [...ROOMS.keys()].filter((kind) => !asked.some((node) => node.kind === kind))
  expect(missing, 'ask for these kinds in strangers/terraform/exported/everything.yaml').toEqual([])
  expect(asked.filter(({kind}) => !ROOMS.has(kind))).toEqual([])
})

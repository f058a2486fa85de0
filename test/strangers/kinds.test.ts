import {expect, test} from 'vitest'
import {loadServices} from '../../src/sandbox/core/services.js'
import {KINDS, VERBS} from '../../strangers/kinds/kinds.js'

test('the kinds name every operation that the sandbox serves, each once, and no other', async () => {
  const services = await Promise.all(
    (await loadServices()).map(async (service) => ('load' in service ? await service.load() : service)),
  )
  const served = services.flatMap(({name, operations}) => Object.keys(operations).map((each) => `${name}:${each}`))
  const named = KINDS.flatMap((kind) =>
    VERBS.flatMap((verb) => (kind[verb] ?? []).map((operation) => `${kind.service}:${operation}`)),
  )
  expect(named.sort()).toEqual(served.sort())
})

test('a kind has a name of its own within its service', () => {
  const names = KINDS.map(({service, kind}) => `${service} ${kind}`)
  expect(names).toEqual([...new Set(names)])
})

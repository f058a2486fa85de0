import {describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../src/sandbox/sandbox.js'
import {openAsked} from './_helpers/asked.js'
import {differences, TABLES} from './facts.js'

const sandbox = {openSandbox, requestHandlerFor}

describe.each(TABLES)('the sandbox does as AWS does: $subject', ({facts}) => {
  test.each(facts.map((fact) => [fact.fact, fact] as const))('%s', async (_fact, fact) => {
    expect(await differences(fact, await openAsked(sandbox, fact))).toEqual([])
  })
})

test('every fact says where AWS says so, and what comes of it: an answer or an error', () => {
  for (const {fact, source, reply, error} of TABLES.flatMap(({facts}) => facts)) {
    expect(source, fact).toMatch(/.{8}/)
    expect([reply, error].filter(Boolean), fact).toHaveLength(1)
  }
})

test('no two facts are called the same', () => {
  const names = TABLES.flatMap(({facts}) => facts.map(({fact}) => fact))
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([])
})

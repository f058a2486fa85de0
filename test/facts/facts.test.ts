import {describe, expect, test} from 'vitest'
import {requestHandlerFor} from '../../src/sandbox/in-process.js'
import {openSandbox} from '../../src/sandbox/sandbox.js'
import {sendBySdk} from './clients.js'
import {differences, TABLES, type Send} from './facts.js'

/** Each fact has a sandbox of its own. */
async function openSend(): Promise<Send> {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0}})
  return sendBySdk({requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')})
}

describe.each(TABLES)('the sandbox does as AWS does: $service', ({facts}) => {
  test.each(facts.map((fact) => [fact.fact, fact] as const))('%s', async (_fact, fact) => {
    expect(await differences(fact, await openSend())).toEqual([])
  })
})

test('every fact says where AWS says so, and what comes of it: an answer or an error', () => {
  for (const {fact, source, reply, error} of TABLES.flatMap(({facts}) => facts)) {
    expect(source, fact).toMatch(/.{8}/)
    expect([reply, error].filter(Boolean), fact).toHaveLength(1)
  }
})

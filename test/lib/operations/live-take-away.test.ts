import {setTimeout} from 'node:timers/promises'
import {expect, test} from 'vitest'
import {openGrace} from '../../../src/lib/aws/calls/grace.js'
import {takeAway} from '../../../src/lib/operations/access/live/take-away.js'
import type {Event} from '../../../src/lib/base/events.js'

function world() {
  const said: Event[] = []
  const done: string[] = []
  const step = (name: string) => [name, () => Promise.resolve(done.push(name))] as const
  const failing = (name: string) => [name, () => Promise.reject(new Error(`no ${name}`))] as const
  return {said, done, step, failing, report: (event: Event) => void said.push(event)}
}

test('the last that was made goes first, each once', async () => {
  const {said, done, step, report} = world()
  await takeAway(new Map([step('user'), step('identity'), step('item'), step('user')]), {
    report,
    signal: new AbortController().signal,
  })
  expect({done, said}).toEqual({done: ['item', 'identity', 'user'], said: []})
})

test('what fails stops nothing and is told once, with what becomes of it', async () => {
  const {said, done, step, failing, report} = world()
  await takeAway(new Map([step('user'), failing('identity'), failing('item')]), {
    report,
    signal: new AbortController().signal,
  })
  expect(done).toEqual(['user'])
  expect(said).toMatchObject([
    {type: 'warning', code: 'LEFT_BEHIND', message: expect.stringContaining('2 things') as string},
  ])
  expect(JSON.stringify(said)).toMatch(/no item; no identity.*in an hour or later/)
})

test('after Ctrl-C there is a while for it, and no more', async () => {
  const asked = new AbortController()
  const grace = openGrace(asked.signal, 40)
  const {said, done, step, report} = world()
  await setTimeout(60)
  expect(grace.signal.aborted).toBe(false)
  asked.abort()
  expect(grace.signal.aborted).toBe(false)
  const slow = ['slow', () => setTimeout(80, 0)] as const
  await takeAway(new Map([step('user'), slow, step('item')]), {report, signal: grace.signal})
  expect(done).toEqual(['item'])
  expect(said).toMatchObject([{message: expect.stringMatching(/^1 thing .*there was no more time/) as string}])
  grace.close()
})

import {test} from 'vitest'
import {BAD_ARGUMENTS} from './arguments.js'
import {expectRefusal, makeGate, openWorlds} from './runner.js'

const worlds = await openWorlds()
const gate = makeGate()

const CASES = BAD_ARGUMENTS.map((bad, ofMany) => ({...bad, ofMany}))

test.concurrent.each(CASES)('$title is refused before any call, and nothing is written', async (bad) => {
  await gate(() => expectRefusal(worlds[bad.from ?? 'made'](), bad, bad))
})

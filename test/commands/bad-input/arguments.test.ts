import {test} from 'vitest'
import {BAD_ARGUMENTS} from './arguments.js'
import {expectRefusal, makeGate, openWorlds} from './runner.js'

const worlds = await openWorlds()
const gate = makeGate()

test.concurrent.each(BAD_ARGUMENTS)('$title is refused before any call, and nothing is written', async (bad) => {
  await gate(() => expectRefusal(worlds[bad.from ?? 'made'](), bad, bad))
})

import {expect, test} from 'vitest'
import {expectRefusal, makeGate, projectWith} from './runner.js'
import {BAD_MANIFESTS} from './manifests.js'

const gate = makeGate()

test.concurrent.each(BAD_MANIFESTS)(
  'awsup.yaml with $title is refused with its place, before any call',
  async (bad) => {
    const {error} = await gate(() =>
      expectRefusal(projectWith(bad.yaml), {args: ['plan']}, {hint: '', ...bad, code: 'MANIFEST'}),
    )
    const {at: [line, column] = []} = bad
    if (line !== undefined) expect(error.details).toMatchObject({line, column})
  },
)

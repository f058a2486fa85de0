import {describe, expect, test} from 'vitest'
import {CancelledError, UsageError} from '../../src/lib/base/errors.js'
import {askConfirm, askText, askTyped} from '../../src/ui/ask/ask.js'
import {renderDuration} from '../../src/ui/text/duration.js'

test('durations are said as people say them', () => {
  expect([0, 4_400, 60_000, 125_000, -5].map(renderDuration)).toEqual(['0s', '4s', '1m 00s', '2m 05s', '0s'])
})

describe('a question that cannot be asked', () => {
  test('is a usage error that names the flag', async () => {
    const asking = {flag: 'project', interactive: false, example: 'acme'}
    const error = await askText('Project?', asking).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UsageError)
    expect(error).toMatchObject({
      message: 'a value for --project is needed',
      hint: 'no terminal to ask on: pass --project acme',
      exitCode: 2,
    })
    await expect(askConfirm('Go on?', {flag: 'yes', interactive: false})).rejects.toMatchObject({
      message: '--yes is needed',
    })
    await expect(askTyped('prod', {flag: 'confirm', interactive: false})).rejects.not.toBeInstanceOf(CancelledError)
  })
})

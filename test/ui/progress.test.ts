import {describe, expect, test} from 'vitest'
import {CancelledError, UsageError} from '../../src/lib/base/errors.js'
import {askConfirm, askText, askTyped} from '../../src/ui/ask/ask.js'
import {renderDuration} from '../../src/ui/text/duration.js'
import {openProgress} from '../../src/ui/plan/progress.js'

const stream = (isTTY: boolean) => {
  const written: string[] = []
  return {isTTY, columns: 80, written, write: (text: string) => written.push(text) > 0}
}

describe('progress', () => {
  test('without a terminal is one line per step that ended, and one per wait', () => {
    const out = stream(false)
    const {report, close} = openProgress(out, {now: () => 1_000})
    const at = {address: 'dev.account', kind: 'account'}
    report({type: 'reading', address: 'dev.account'})
    report({type: 'step-started', ...at, action: 'create'})
    report({type: 'waiting', what: 'account dev', since: 1_000, deadline: 301_000})
    report({type: 'waiting', what: 'account dev', since: 1_000, deadline: 301_000})
    report({type: 'step-finished', ...at, action: 'create', id: '012'})
    report({type: 'step-finished', ...at, action: 'no-op', id: '012'})
    report({type: 'step-failed', address: 'a\u001b', kind: 'role', error: new Error('no\nway')})
    report({type: 'step-skipped', address: 'b', kind: 'policy', because: 'a failed'})
    close()
    expect(out.written.join('')).toBe(
      [
        'waiting for account dev, at most 5m 00s',
        'created account dev.account 012',
        String.raw`failed role a\x1b: no\nway`,
        'skipped policy b: a failed',
        '',
      ].join('\n'),
    )
  })

  test('on a terminal draws what is under way, and leaves nothing of it behind', () => {
    const out = stream(true)
    const {report, close} = openProgress(out)
    report({type: 'step-started', address: 'dev.account', kind: 'account', action: 'create'})
    expect(out.written.join('')).toContain('account dev.account 0s')
    close()
    expect(out.written.at(-1)).toBe('\r\u001b[1A\u001b[0J')
  })

  test('on a terminal a thousand events draw few frames', () => {
    const out = stream(true)
    const {report, close} = openProgress(out)
    for (let index = 0; index < 1000; index++) report({type: 'reading', address: `a${index}`})
    close()
    expect(out.written.length).toBeLessThan(5)
  })
})

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

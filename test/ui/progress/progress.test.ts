import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import type {Event} from '../../../src/lib/base/events.js'
import {openProgress} from '../../../src/ui/progress/progress.js'

const stream = (isTTY: boolean) => {
  const written: string[] = []
  return {isTTY, columns: 60, written, write: (text: string) => written.push(text) > 0}
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

/** The screen after these bytes: rows as a person reads them. */
function screenOf(written: readonly string[]): readonly string[] {
  const rows: string[] = []
  for (const text of written) {
    const up = /\u001b\[(\d+)A\u001b\[0J/.exec(text)
    if (up) rows.splice(rows.length - Number(up[1]))
    rows.push(
      ...text
        .replace(/\r?\u001b\[\d+A\u001b\[0J/, '')
        .split('\n')
        .slice(0, -1),
    )
  }
  return rows
}

describe('a live tree', () => {
  let clock = 0
  const tree = (events: readonly Event[], size: {columns?: number; rows?: number} = {}) => {
    const out = {...stream(true), ...size}
    const {report, close} = openProgress(out, {now: () => clock})
    for (const event of events) report(event)
    clock += 8_000
    vi.advanceTimersByTime(100)
    const shown = screenOf(out.written)
    close()
    return shown.map((row) => row.replace(/^[^ ] /, '* '))
  }
  beforeEach(() => {
    clock = 0
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']})
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const account = {address: 'dev.account', kind: 'account', environment: 'dev'}
  const pool = {address: 'dev.pool', kind: 'user-pool', environment: 'dev'}

  test('shows how much is done, each step below its environment, what it waits for and how long that usually takes', () => {
    expect(
      tree([
        {type: 'applying', steps: 4},
        {type: 'step-started', address: 'guardrails.root', kind: 'policy', action: 'create'},
        {type: 'step-started', ...account, action: 'create'},
        {type: 'step-started', ...pool, action: 'update'},
        {type: 'step-started', address: 'prod.account', kind: 'account', action: 'create', environment: 'prod'},
        {type: 'waiting', what: 'account dev to be made', since: 0, deadline: 600_000, address: 'dev.account'},
        {type: 'step-finished', ...pool, action: 'update', id: 'eu-west-1_a'},
      ]),
    ).toEqual([
      'updated user-pool dev.pool eu-west-1_a',
      '* 1 of 4 done, 8s',
      '  policy guardrails.root 8s',
      '  dev',
      '  └─ account dev.account 8s (usually a few minutes)',
      '       waiting for account dev to be made 8s, at most 9m',
      '         52s more',
      '  prod',
      '  └─ account prod.account 8s (usually a few minutes)',
    ])
  })

  test('names the service that slows calls down, and who does it', () => {
    const call = {service: 'iam', operation: 'CreateRole'}
    expect(
      tree([
        {type: 'retrying', ...call, because: 'throttled', attempt: 4, ms: 20_000},
        {type: 'pacing', service: 'organizations', operation: 'ListParents', ms: 30_000},
        {type: 'retrying', service: 'sts', operation: 'AssumeRole', because: 'unreachable', attempt: 3, ms: 5_000},
      ]),
    ).toEqual([
      '* AWS is throttling iam CreateRole: try 4 in 12s',
      '  organizations ListParents in 22s: awsup stays within',
      "    AWS's published rate",
    ])
  })

  test('never has as many rows as the terminal, and says how many lines are left out', () => {
    const started = Array.from({length: 40}, (_, index): Event => {
      const address = `dev.${String(index)}`
      return {type: 'step-started', address, kind: 'role', action: 'create', environment: 'dev'}
    })
    const shown = tree(started, {rows: 8, columns: 40})
    expect(shown).toHaveLength(6)
    expect(shown.at(-1)).toBe('  and 36 more')
  })

  test('a wait ends with its step, and only with its own', () => {
    const waiting = (what: string, address: string): Event => ({
      type: 'waiting',
      what,
      since: 0,
      deadline: 1e6,
      address,
    })
    const shown = tree([
      {type: 'step-started', ...account, action: 'create'},
      {type: 'step-started', ...pool, action: 'create'},
      waiting('the account', 'dev.account'),
      waiting('the pool', 'dev.pool'),
      {type: 'step-failed', ...account, error: new Error('no')},
    ])
    expect(shown.join('\n')).toContain('waiting for the pool')
    expect(shown.join('\n')).not.toContain('waiting for the account')
  })
})

describe('without a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']})
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('a long step says every 30 seconds that it goes on, and nothing after it ended', () => {
    let clock = 0
    const out = stream(false)
    const {report, close} = openProgress(out, {now: () => clock})
    const pass = (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock += 1_000
        vi.advanceTimersByTime(1_000)
      }
    }
    report({type: 'step-started', address: 'dev.account', kind: 'account', action: 'create', environment: 'dev'})
    pass(65)
    report({type: 'step-finished', address: 'dev.account', kind: 'account', action: 'create', id: '1'})
    pass(65)
    close()
    expect(out.written.join('')).toBe(
      [
        'still creating account dev.account, 30s (usually a few minutes)',
        'still creating account dev.account, 1m 00s (usually a few minutes)',
        'created account dev.account 1',
        '',
      ].join('\n'),
    )
  })

  test('a short retry is not worth a line, a long one is', () => {
    const out = stream(false)
    const {report, close} = openProgress(out, {now: () => 0})
    const call = {service: 'iam', operation: 'CreateRole', because: 'throttled'} as const
    report({type: 'retrying', ...call, attempt: 3, ms: 1_000})
    report({type: 'retrying', ...call, attempt: 6, ms: 16_000})
    report({type: 'pacing', service: 'organizations', operation: 'ListParents', ms: 2_000})
    close()
    expect(out.written.join('')).toBe('AWS is throttling iam CreateRole: try 6 in 16s\n')
  })
})

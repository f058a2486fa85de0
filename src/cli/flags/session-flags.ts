import * as Flags from '@oclif/core/flags'
import {UsageError} from '../../lib/base/errors.js'

/** Which role of an environment, and for how long. */
export const SESSION_FLAGS = {
  role: Flags.string({
    summary: 'Role of awsup.yaml to assume. By default the one that awsup.yaml gives you there.',
    helpValue: '<name>',
  }),
  duration: Flags.string({
    summary: 'How long the credentials last: 15m to 12h, and not longer than the role allows.',
    helpValue: '<time>',
  }),
}

const MINUTE_S = 60
const [SHORTEST_S, LONGEST_S] = [900, 43_200]

/** What the flags wish for. Throws UsageError where a time is none that STS takes (STS API reference, AssumeRole). */
export const readWish = ({
  role,
  duration,
}: {
  readonly role?: string | undefined
  readonly duration?: string | undefined
}) => ({
  ...(role === undefined ? {} : {role}),
  ...(duration === undefined ? {} : {durationS: secondsOf(duration)}),
})

function secondsOf(text: string): number {
  const [, number = '', unit] = /^(\d{1,3})(m|h)$/.exec(text) ?? []
  const seconds = Number(number) * MINUTE_S * (unit === 'h' ? MINUTE_S : 1)
  if (unit !== undefined && seconds >= SHORTEST_S && seconds <= LONGEST_S) return seconds
  throw new UsageError(`--duration is ${JSON.stringify(text)}, must be 15m to 12h`, {
    hint: 'For example: --duration 90m, or --duration 4h.',
    details: {flag: '--duration'},
  })
}

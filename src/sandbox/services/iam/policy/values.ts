/** As long as Java's calendar is: what IAM reads dates with. */
const YEARS = {first: -292_275_054, last: 292_278_993}
const LAST_SECOND = 2n ** 63n - 1n

const DATE =
  /^(-?\d{1,9})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.\d{1,9})?(?:Z|[+-](\d{2})(?::?(\d{2}))?)?)?)?)?)?$/i

/**
 * Whether a policy may compare dates with it: seconds since 1970, or ISO 8601 as far as it goes (`2026`, `2026-03`,
 * `2026-03-01T10:00:00Z`).
 *
 * Source: IAM user guide, "Date condition operators"; what is refused: getmoto/moto, tests/test_iam/test_iam_policies.py.
 */
export function isDate(value: unknown): boolean {
  const text = String(value)
  if (/^\d+$/.test(text)) return BigInt(text) <= LAST_SECOND
  const [, year, ...parts] = DATE.exec(text) ?? []
  if (year === undefined || Number(year) < YEARS.first || Number(year) > YEARS.last) return false
  return parts.every((part: string | undefined, index) => {
    const [first, last] = RANGES[index] ?? [0, 59]
    return part === undefined || (Number(part) >= first && Number(part) <= last)
  })
}

/** Months, days, hours, minutes, seconds; hours and minutes of the zone. */
const RANGES: readonly (readonly [number, number])[] = [
  [1, 12],
  [1, 31],
  [0, 23],
  [0, 59],
  [0, 59],
  [0, 23],
  [0, 59],
]

/** Whether a policy may compare numbers with it (IAM user guide, "Numeric condition operators": integer or decimal). */
export const isNumber = (value: unknown): boolean => /^[+-]?\d+(\.\d+)?$/.test(String(value))

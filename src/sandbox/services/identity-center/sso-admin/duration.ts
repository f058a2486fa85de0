/** Seconds of an ISO 8601 duration in hours, minutes and seconds; `undefined` for any other. */
export function secondsOf(duration: string): number | undefined {
  const parts = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration)
  if (!parts) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0))
  return hours * 3600 + minutes * 60 + seconds
}

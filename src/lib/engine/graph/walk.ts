/** How one visit ended. */
export type Visit = 'done' | 'failed' | 'skipped'

interface Walk {
  /** What each address needs; needs outside the map count as done. */
  readonly needs: ReadonlyMap<string, readonly string[]>
  /** Runs once all that it needs is done. May throw: then whatever needs it is skipped, and nobody else. */
  readonly visit: (address: string) => Promise<void>
  readonly failed: (address: string, error: unknown) => void
  readonly skipped: (address: string, because: string) => void
}

/**
 * Visits every address as soon as all that it needs is done, in parallel: the walk takes as long as its longest chain.
 * Never rejects; how each visit ended is the answer. How fast AWS is asked is the clients' concern, not the walk's.
 */
export async function walk({needs, visit, failed, skipped}: Walk): Promise<ReadonlyMap<string, Visit>> {
  const ends = new Map<string, Promise<Visit>>()

  const end = (address: string): Promise<Visit> => {
    const known = ends.get(address)
    if (known) return known
    const ending = endOf(address)
    ends.set(address, ending)
    return ending
  }

  const endOf = async (address: string): Promise<Visit> => {
    const needed = (needs.get(address) ?? []).filter((other) => needs.has(other))
    const before = await Promise.all(needed.map(end))
    const culprit = needed[before.findIndex((visit) => visit !== 'done')]
    if (culprit !== undefined) {
      skipped(address, culprit)
      return 'skipped'
    }
    try {
      await visit(address)
      return 'done'
    } catch (error) {
      failed(address, error)
      return 'failed'
    }
  }

  const addresses = [...needs.keys()]
  const visits = await Promise.all(addresses.map(end))
  return new Map(addresses.map((address, index) => [address, visits[index] ?? 'skipped']))
}

import {afterAll, expect, vi} from 'vitest'

/** Globals of packages, made when one is loaded for the first time: of the AWS SDK, of TypeScript's helpers. */
const LOADED = /^global (awslambda$|__)/

/**
 * What all files share that one process runs, by name. A file that changes any of it, and does not change it back, fails:
 * the next one would pass or fail by what ran before.
 */
function look(): ReadonlyMap<string, unknown> {
  const open = process.getActiveResourcesInfo()
  return new Map<string, unknown>([
    ...Object.entries(process.env).map(([name, value]) => [`variable ${name}`, value] as const),
    ...Object.getOwnPropertyNames(globalThis).map((name) => [`global ${name}`, true] as const),
    ...process.eventNames().map((name) => [`listeners of ${String(name)}`, process.listenerCount(name)] as const),
    ['folder', process.cwd()],
    ['exit code', process.exitCode],
    ['fake clock', vi.isFakeTimers()],
    // Servers that listen, processes that run.
    ...['TCPServerWrap', 'PipeServerWrap', 'ProcessWrap'].map(
      (kind) => [`open ${kind}`, open.filter((name) => name === kind).length] as const,
    ),
  ])
}

const found = look()

const changes = (): string[] => {
  const left = look()
  const names = [...new Set([...found.keys(), ...left.keys()])].filter((name) => !LOADED.test(name))
  return names.filter((name) => found.get(name) !== left.get(name))
}

// The first hook is the last to run: after all that a file does itself. What was closed is gone a moment later.
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  await vi.waitFor(() => expect(changes()).toEqual([]), {timeout: 10_000, interval: 20})
})

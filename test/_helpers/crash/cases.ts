import {shapeOf, type Shape} from './shape.js'
import {changesOf} from '../../../src/lib/index.js'
import {openTally} from '../proofs/soak.js'
import {planOf} from './plan.js'
import {type Counts, type Crash, type CrashWorld, openCrashWorld, type Snapshot} from './world.js'

/** A command that is disturbed, run again, and must then have come to what it comes to undisturbed. */
export interface Scene {
  /** What it begins from; the empty world when absent. */
  readonly from?: Snapshot | undefined
  readonly args: readonly string[]
  /** Done first in every world: what a snapshot does not hold (bytes in S3). */
  readonly prepare?: (world: CrashWorld) => Promise<void>
  /** Whether nothing must be left to do for a plan; not so after a destruction. */
  readonly isWhole: boolean
  /** Sent on stdin to every run. */
  readonly input?: string
  /** Done between the disturbed run and the rerun: what the documentation says that somebody has to do. */
  readonly between?: (world: CrashWorld) => Promise<void>
  /** Looks at what the rerun printed, and says what is wrong with it. */
  readonly verify?: (world: CrashWorld, output: string) => string | undefined
  /**
   * With which code else the rerun may end, where the disturbed run came to its end (all is as after an undisturbed one):
   * who deletes what is gone is told so.
   */
  readonly doneCode?: number
  /** Whether the rerun may refuse, where the run that was killed had shown what `verify` asks for already. */
  readonly isShownOnce?: boolean
}

/** An undisturbed run: of what scene, what it comes to, how many places there are to kill it, and what it called, in order. */
export interface Rehearsal {
  readonly scene: Scene
  readonly shape: Shape
  readonly counts: Counts
  /** The mutating calls: `organizations:CreateAccount`. */
  readonly writes: readonly string[]
}

/** One way to disturb a scene. */
export interface Case {
  readonly name: string
  /** Does it; `unexplained` says what was not even a good end for a disturbed run. */
  readonly disturb: (world: CrashWorld, args: readonly string[]) => Promise<Disturbed>
}

interface Disturbed {
  readonly struck: number
  readonly unexplained?: string
  /** What was printed until then. */
  readonly output?: string
}

/** What all cases came to. */
export interface Outcome {
  readonly run: number
  /** How many disturbances hit: a run may end before it gets that far. */
  readonly struck: number
  /** Of each case that did not pass: which, and why. */
  readonly failures: readonly string[]
}

/** Runs a scene undisturbed. */
export const rehearse = (scene: Scene): Promise<Rehearsal> =>
  withWorld(scene, async (world) => {
    world.sandbox.resetCalls()
    const counts = await world.count(scene.args)
    const calls = world.sandbox.calls().filter(({mutating}) => mutating)
    const writes = calls.map(({service, operation}) => `${service}:${operation}`)
    return {scene, shape: shapeOf(world), counts, writes}
  })

/** Runs every case, two at a time, and prints the figures that docs/evidence/reliability.md speaks of. */
export async function runCases(proof: string, {scene, shape}: Rehearsal, cases: readonly Case[]): Promise<Outcome> {
  if (cases.length === 0) throw new Error(`proof ${proof} has no cases`)
  const {run, passed, print} = openTally(proof)
  const waiting = [...cases]
  const failures: string[] = []
  let struck = 0
  const work = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      run()
      const ended = await runCase(scene, one, shape)
      struck += ended.struck
      if (ended.why === undefined) passed()
      else failures.push(`${one.name}: ${ended.why}`)
    }
  }
  await Promise.all([work(), work()])
  print(` (${struck} disturbances struck)`)
  return {run: cases.length, struck, failures}
}

/** Disturbs, runs once more without, and compares. */
const runCase = (scene: Scene, {disturb}: Case, expected: Shape): Promise<{struck: number; why: string | undefined}> =>
  withWorld(scene, async (world) => {
    const {struck, unexplained, output: before = ''} = await disturb(world, scene.args)
    if (unexplained !== undefined) return {struck, why: unexplained}
    await scene.between?.(world)
    const {code, output} = await world.run(scene.args)
    if (code === 5 && scene.isShownOnce && scene.verify?.(world, before) === undefined) return {struck, why: undefined}
    if (code !== 0 && code === scene.doneCode)
      return {struck, why: difference(expected, shapeOf(world)) ?? scene.verify?.(world, output)}
    if (code !== 0) return {struck, why: `the rerun ended with ${code ?? 'a signal'}:\n${output}`}
    const why = difference(expected, shapeOf(world)) ?? scene.verify?.(world, output)
    return {struck, why: why ?? (await leftToDo(scene, world))}
  })

async function withWorld<T>({from, input, prepare}: Scene, work: (world: CrashWorld) => Promise<T>): Promise<T> {
  const world = await openCrashWorld(from, {...(input !== undefined && {input})})
  try {
    await prepare?.(world)
    return await work(world)
  } finally {
    await world.close()
  }
}

/** The first thing that is not as it should be, in words. */
function difference(expected: Shape, found: Shape): string | undefined {
  for (const [table, count] of Object.entries(expected.counts)) {
    if (found.counts[table] !== count) return `${found.counts[table] ?? 0} in ${table} instead of ${count}`
  }
  if (found.intents.length > 0) return `open intents: ${found.intents.join(', ')}`
  for (const part of ['things', 'records', 'files'] as const) {
    const extra = found[part].find((text) => !expected[part].includes(text))
    const missing = expected[part].find((text) => !found[part].includes(text))
    if (extra !== undefined || missing !== undefined)
      return `${part} differ:\n  found    ${extra ?? 'nothing'}\n  expected ${missing ?? 'nothing'}`
  }
  return undefined
}

/** What a plan still finds to do: that of the library, in this process, for one more process would be a third of a case. */
async function leftToDo({isWhole}: Scene, world: CrashWorld): Promise<string | undefined> {
  if (!isWhole) return undefined
  try {
    const left = changesOf(await planOf(world)).map(({address, action}) => `${action} ${address}`)
    return left.length === 0 ? undefined : `a plan finds left to do: ${left.join(', ')}`
  } catch (error) {
    return `no plan can be made: ${String(error)}`
  }
}

/** Kills one run after the other, each at its place. */
export const killedAt = (...crashes: readonly Crash[]): Case => ({
  name: `killed at ${crashes.map(({kind, at}) => `${kind} ${at}`).join(', then at ')}`,
  disturb: async (world, args) => {
    let struck = 0
    let printed = ''
    for (const crash of crashes) {
      const {killed, code, output} = await world.run(args, crash)
      printed += output
      if (killed) struck += 1
      // Where its place was not reached the run has to be a good one.
      else if (code !== 0) return {struck, unexplained: `the run to be killed ended with ${code ?? '?'}:\n${output}`}
    }
    return {struck, output: printed}
  },
})

/** Every `step`th place of these kinds that an undisturbed run has, from another beginning for each kind. */
export const killsOf = (counts: Counts, kinds: readonly Crash['kind'][], step: number): readonly Case[] =>
  kinds.flatMap((kind, offset) => {
    const count = kind === 'write' || kind === 'touch' ? counts[kind] : counts.call
    const places = Array.from({length: count}, (_, index) => index + 1)
    return places.filter((at) => (at + offset) % step === 0).map((at) => killedAt({kind, at}))
  })

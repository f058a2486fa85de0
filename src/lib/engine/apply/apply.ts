import {ApplyError, AwsupError, CancelledError, ConflictError} from '../../base/errors.js'
import type {Intent} from '../../records/records.js'
import type {Actual, Context, Fields, Ref} from '../../base/resource.js'
import {lookForBegun} from './begun.js'
import {contextFor, keyOf, readActual, requireRoom, type Engine} from '../engine.js'
import {keepFailure} from './failures.js'
import {requireConfirmed, toDo, type Applied, type Done, type Plan, type Step} from '../plan/plan.js'
import {settled} from '../plan/make-plan.js'
import {isInNewPlace} from './new-place.js'
import {record, settleIntent} from './receipt.js'
import {refuseChanges} from '../plan/refusals.js'
import {releaseAll} from './release.js'
import {accountOf, outputOf, resolve} from '../graph/references.js'
import {walk} from '../graph/walk.js'

/** What happened to one step: the action that it came to, which for a create may be `adopt`. */
interface Outcome {
  readonly action: Step['action']
  readonly actual: Actual | undefined
  /** Whether AWS answered that it made it now: then it holds nothing. */
  readonly isNew?: boolean
}

interface Failure {
  readonly address: string
  readonly kind: string
  readonly error: unknown
}

/**
 * Does the plan, in parallel along its needs. A step that fails skips what needs it and nobody else; every id is on
 * record the moment it is known. Throws ConflictError before anything is done where the plan has to be confirmed and is
 * not, ApplyError when any step failed, CancelledError when it was interrupted; both
 * say what was done, and running again continues.
 */
export async function applyPlan(engine: Engine, plan: Plan): Promise<Applied> {
  requireConfirmed(plan)
  const steps = new Map(plan.steps.map((step) => [step.address, step]))
  const outcomes = new Map<string, Outcome>()
  const failures: Failure[] = []
  const skipped: string[] = []
  const begun = await engine.records.intents()
  const failedBefore = new Set((await engine.records.failures()).map(({address}) => address))
  engine.report({type: 'applying', steps: plan.steps.filter(({action}) => action !== 'no-op').length})
  await releaseAll(engine, plan)

  await walk({
    needs: new Map(plan.steps.map(({address, needs}) => [address, needs])),
    visit: async (address) => {
      const step = steps.get(address)
      if (!step) return
      try {
        outcomes.set(address, await perform(engine, step, outcomes))
      } catch (error) {
        // Whatever fails once the lock is lost fails for that: others may have changed all that this run goes by.
        const lost = await findLostLock(engine)
        if (lost) throw lost
        if (!isInterruption(engine, error)) await keepFailure(engine, step, engine.explain(error) ?? error)
        throw error
      }
      if (step.action === 'delete') await endAbout(engine, begun, address)
      if (failedBefore.has(address)) await engine.records.removeFailure(address)
    },
    failed: (address, error) => {
      // After Ctrl-C a step that ended early did not fail: what is left is said once, at the end.
      if (isInterruption(engine, error)) return
      const kind = steps.get(address)?.kind ?? ''
      const explained = engine.explain(error) ?? error
      failures.push({address, kind, error: explained})
      engine.report({type: 'step-failed', address, kind, error: explained})
    },
    skipped: (address, because) => {
      skipped.push(address)
      if (engine.signal.aborted) return
      engine.report({type: 'step-skipped', address, kind: steps.get(address)?.kind ?? '', because})
    },
  })

  const applied = summary(plan, outcomes)
  if (engine.signal.aborted) throw interrupted(applied)
  if (failures.length > 0) throw incomplete(failures, skipped, applied)
  return applied
}

/** What was begun about a thing that is gone now, and that only another command could finish, is over. */
async function endAbout({records}: Engine, begun: readonly Intent[], about: string): Promise<void> {
  for (const {address} of begun.filter(({where}) => where?.key['about'] === about)) await records.closeIntent(address)
}

/** Why this run may write nothing more, if so. */
async function findLostLock({records}: Engine): Promise<ConflictError | undefined> {
  try {
    await records.requireLock()
    return undefined
  } catch (error) {
    return isFinal(error, 'LOCK_BROKEN') ? error : undefined
  }
}

const isInterruption = ({signal}: Engine, error: unknown): boolean =>
  signal.aborted && (error instanceof CancelledError || error === signal.reason)

async function perform(engine: Engine, step: Step, outcomes: ReadonlyMap<string, Outcome>): Promise<Outcome> {
  engine.signal.throwIfAborted()
  const {address, kind, action, environment} = step
  if (action !== 'no-op') await engine.records.requireLock()
  if (action !== 'no-op') engine.report({type: 'step-started', address, kind, action, environment})
  const outcome = action === 'delete' ? await unmake(engine, step) : await make(engine, {...step, action}, outcomes)
  if (outcome.action !== 'no-op') {
    engine.report({type: 'step-finished', address, kind, action: outcome.action, id: outcome.actual?.id})
  }
  return outcome
}

async function unmake(engine: Engine, step: Step): Promise<Outcome> {
  const {address, kind, environment, actual, place} = step
  if (actual && place) {
    const context = await contextFor(engine, {address, environment, ...place})
    await requireRoom(engine, kind).delete(actual, context)
  }
  await engine.records.remove(address)
  await settleIntent(engine, address)
  return {action: 'delete', actual}
}

async function make(engine: Engine, step: Making['step'], outcomes: ReadonlyMap<string, Outcome>): Promise<Outcome> {
  const {node, address} = step
  if (!node) throw new Error(`${address} has no node`)
  // What the caller cannot look at is as its record says, and stays so.
  if (step.beyond) return {action: 'no-op', actual: requireActual(step)}
  const lookup = ({$ref, output}: Ref): string => {
    const actual = outcomes.get($ref)?.actual
    if (!actual) throw new Error(`${address} needs ${$ref}, which does not exist`)
    return outputOf(actual, $ref, output)
  }
  const desired = resolve(node.desired, lookup) as Fields
  const account = accountOf(node, lookup)
  if (step.action !== 'no-op') beginCheck(engine, account, node.region)
  const inNewPlace = isInNewPlace(requireRoom(engine, step.kind), node, ($ref) => outcomes.get($ref)?.isNew === true)
  const outcome = await ACTIONS[step.action](engine, {step, desired, account, inNewPlace})
  const {accountId} = await engine.open(account, node.region)
  await record(engine, {step, desired, actual: outcome.actual, accountId})
  return outcome
}

/**
 * An account's own tags are asked before the first call that changes something in it. That is begun here, beside what the
 * step reads first; the call waits for it, and says what it found.
 */
function beginCheck(engine: Engine, account: string, region: string): void {
  engine.open(account, region).catch(() => undefined)
}

interface Making {
  readonly step: Step & {readonly action: Exclude<Step['action'], 'delete'>}
  readonly desired: Fields
  readonly account: string
  readonly inNewPlace: boolean
}

type Act = (engine: Engine, making: Making) => Promise<Outcome>

const contextOf = (engine: Engine, {step, account}: Making): ReturnType<typeof contextFor> =>
  contextFor(engine, {...step, account, region: step.node?.region ?? ''})

const requireActual = ({address, actual}: Step): Actual => {
  if (!actual) throw new Error(`${address} was not read`)
  return actual
}

const update: Act = async (engine, making) => {
  const {step, desired} = making
  const actual = requireActual(step)
  if (toDo(step.changes).length === 0) return {action: step.action, actual}
  const context = await contextOf(engine, making)
  return {action: step.action, actual: await requireRoom(engine, step.kind).update(desired, actual, context)}
}

// The plan could not look where the account or the key was still unknown: look now, before asking for a second one.
const create: Act = async (engine, making) => {
  const {step, desired} = making
  const room = requireRoom(engine, step.kind)
  const begun = await engine.records.intent(step.address)
  let isNew = false
  const context: Context = {
    ...(await contextOf(engine, making)),
    // What an earlier run began to make is looked for wherever that was.
    inNewPlace: making.inNewPlace && !begun,
    madeAnew: () => void (isNew = true),
  }
  // What is replaced was deleted a moment ago: its record says nothing of another one.
  const since = step.action === 'create' ? await recordedSince(engine, step.address, context) : undefined
  const look = () => readActual(room, {key: keyOf(room, desired), id: since, context})
  // What a run may have made whose answer was lost is looked for in lists, which may be late to show it.
  const found = context.inNewPlace
    ? undefined
    : ((await look()) ?? (begun && room.doubles && (await lookForBegun(engine, begun, look))))
  if (found) {
    const changes = room.diff(desired, found)
    // What the plan could not see yet is refused as the plan would have refused it.
    const place = {account: context.aws.accountId, region: context.aws.region}
    await refuseChanges(engine, [{...step, id: found.id, actual: found, place, changes: changes.map(settled(room))}])
    return {action: 'adopt', actual: toDo(changes).length > 0 ? await room.update(desired, found, context) : found}
  }
  await engine.records.openIntent({
    address: step.address,
    kind: step.kind,
    run: engine.run,
    at: new Date().toISOString(),
    where: {accountId: context.aws.accountId, region: step.node?.region ?? '', key: keyOf(room, desired)},
    receipt: context.resumed,
  })
  const actual = await room.create(desired, context)
  return {action: 'create', actual, isNew}
}

/**
 * Its id, where another run made it since the plan: that may be too new for a list to show, and only its id finds it.
 */
async function recordedSince({records}: Engine, address: string, {aws}: Context): Promise<string | undefined> {
  const recorded = await records.load(address)
  return recorded?.accountId === aws.accountId && recorded.region === aws.region ? recorded.id : undefined
}

const replace: Act = async (engine, making) => {
  const context = await contextOf(engine, making)
  await requireRoom(engine, making.step.kind).delete(requireActual(making.step), context)
  const {actual} = await create(engine, making)
  return {action: 'replace', actual}
}

const ACTIONS: Readonly<Record<Exclude<Step['action'], 'delete'>, Act>> = {
  create,
  replace,
  update,
  adopt: update,
  'no-op': (_engine, {step}) => Promise.resolve({action: 'no-op', actual: requireActual(step)}),
}

function summary({steps}: Plan, outcomes: ReadonlyMap<string, Outcome>): Applied {
  const done = (...actions: readonly Step['action'][]): readonly Done[] =>
    steps.flatMap(({address, kind, id = '', holds, contents}) => {
      const outcome = outcomes.get(address)
      if (!outcome || !actions.includes(outcome.action)) return []
      return [{address, kind, id: outcome.actual?.id ?? id, ...(holds ? {holds} : {}), ...(contents ? {contents} : {})}]
    })
  return {
    created: done('create', 'replace'),
    adopted: done('adopt'),
    updated: done('update'),
    deleted: done('delete'),
    unchanged: done('no-op').length,
  }
}

function incomplete(failures: readonly Failure[], skipped: readonly string[], done: Applied): AwsupError {
  const [first] = failures
  const reason = first?.error instanceof Error ? first.error.message : String(first?.error)
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more)` : ''
  const theirs = first?.error instanceof AwsupError && first.error.hint !== undefined ? `${first.error.hint} ` : ''
  const details = {failed: failures.map(described), skipped, done}
  const final = failures.map(({error}) => error).find((error) => isFinal(error, 'NOT_WRITABLE', 'LOCK_BROKEN'))
  // What was made is then not on record, and no step of this run could have said so.
  if (final) {
    const {message, code, hint} = final
    return new ConflictError(message, {code, hint, cause: final, details: {...final.details, ...details}})
  }
  return new ApplyError(`${first?.address ?? ''}: ${reason}${others}`, {
    hint: `${theirs}What was made is on record: run the same command again, and it continues.`,
    cause: first?.error,
    details,
  })
}

/** A full disk, and a lock that somebody broke, end the whole run: no other step could put on record what it did. */
const isFinal = (error: unknown, ...codes: readonly string[]): error is ConflictError =>
  error instanceof ConflictError && codes.includes(error.code)

const described = ({address, kind, error}: Failure): object => ({
  address,
  kind,
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof AwsupError ? {code: error.code, hint: error.hint, ...error.details} : {}),
})

const interrupted = (done: Applied): CancelledError =>
  new CancelledError(
    'interrupted; what was made is on record or will be found: run the same command again, and it continues',
    {
      code: 'INTERRUPTED',
      details: {done},
    },
  )

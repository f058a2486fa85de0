import {AwsupError, ConflictError} from '../../base/errors.js'
import type {Recorded} from '../../records/records.js'
import type {Change, Node} from '../../base/resource.js'
import {known} from './describe.js'
import {contextFor, keyOf, requireRoom, type Engine} from '../engine.js'
import {addressesOf, withNeeds} from '../graph/graph.js'
import {findRenamed} from './left-out.js'
import {lookUp, type Sight} from './look.js'
import {readEach} from './make-plan.js'
import {toDo, type Step} from './plan.js'
import {unclaimedTwins} from './refusals.js'

/** One thing on record that is not as awsup.yaml says. */
export interface Drifted {
  readonly address: string
  readonly kind: string
  /** On record. */
  readonly id: string
  readonly accountId: string
  /**
   * `changed`: fields differ; `gone`: deleted; `another`: in its place stands one with another id; `untagged`: it is
   * there, but only its record finds it; `refused`: what exists is not to be touched, `reason` says why; `several`:
   * others carry the same tags or name; `left-out`: it holds users, and its environment left awsup.yaml while another
   * one appeared.
   */
  readonly state: 'changed' | 'gone' | 'another' | 'untagged' | 'refused' | 'several' | 'left-out'
  /** From what AWS has to what awsup.yaml says. */
  readonly changes: readonly Change[]
  /** What `awsup apply` would do about it. */
  readonly apply: 'update' | 'create' | 'replace' | 'adopt' | 'refuse' | 'nothing'
  readonly reason?: string
  readonly hint?: string
}

/**
 * How what is on record differs on AWS from what the manifest asks for. Only reads. Throws what AWS refused, but for
 * what apply itself would refuse: that is part of the answer.
 *
 * @param nodes the whole manifest's
 */
export async function findDrift(
  engine: Engine,
  nodes: readonly Node[],
  environments: readonly string[] | undefined,
): Promise<readonly Drifted[]> {
  const {made: steps, failures} = await readEach(engine, withNeeds(nodes, addressesOf(nodes, environments)))
  const records = new Map((await engine.records.list()).map((recorded) => [recorded.address, recorded]))
  const refused = failures.flatMap((failure) => refusalOf(failure, records.get(failure.address)))
  const missing = steps.filter(({actual}) => !actual).map(({address}) => records.get(address)?.id ?? '')
  const found = await Promise.all(
    steps.map(async (step) => {
      const recorded = records.get(step.address)
      if (!recorded) return []
      if (!step.actual) return (await isGone(engine, recorded, new Set(missing))) ? [gone(step, recorded)] : []
      const others = several(engine, {step, recorded, steps})
      return [...changed(step, recorded), ...(others ? [others] : await untagged(engine, step, recorded))]
    }),
  )
  const renamed = (await findRenamed(engine, nodes, environments)).map(({recorded, reason, hint}) => ({
    ...stateOf(recorded, 'left-out', 'refuse'),
    reason,
    hint,
  }))
  return [...found.flat(), ...refused, ...renamed].sort((a, b) => (a.address < b.address ? -1 : 1))
}

const stateOf = (
  {address, kind, id, accountId}: Recorded,
  state: Drifted['state'],
  apply: Drifted['apply'],
): Drifted => ({address, kind, id, accountId, state, changes: [], apply})

/** What AWS never deletes is out of reach, and no second one is made. */
function gone({changes: [refused]}: Step, recorded: Recorded): Drifted {
  const hint = refused?.hint
  return {...stateOf(recorded, 'gone', refused ? 'refuse' : 'create'), ...(hint === undefined ? {} : {hint})}
}

function changed({action, changes, id}: Step, recorded: Recorded): readonly Drifted[] {
  const plain = changes.map((change) => ({...change, from: known(change.from), to: known(change.to)}))
  if (id !== recorded.id)
    return [{...stateOf(recorded, 'another', 'adopt'), changes: plain, reason: `its id is ${id ?? ''}`}]
  if (changes.length === 0) return []
  const refused = changes.some(({effect}) => effect === 'refuse')
  const done = action === 'replace' ? 'replace' : toDo(changes).length > 0 ? 'update' : 'nothing'
  const hint = changes.find((change) => change.hint !== undefined)?.hint
  return [
    {
      ...stateOf(recorded, 'changed', refused ? 'refuse' : done),
      changes: plain,
      ...(hint === undefined ? {} : {hint}),
    },
  ]
}

/** Others that read as this one: precious ones stop every plan. */
function several(
  engine: Engine,
  {step, recorded, steps}: {readonly step: Step; readonly recorded: Recorded; readonly steps: readonly Step[]},
): Drifted | undefined {
  const others = unclaimedTwins(step, steps).map(({id}) => id)
  if (others.length === 0) return undefined
  const precious = requireRoom(engine, step.kind).precious === true
  const reason = `${others.join(', ')} ${others.length === 1 ? 'has' : 'have'} the same ${precious ? 'awsup tags' : 'name'}`
  const hint = `Find out which one is in use, then delete the other${precious ? ' or take its awsup tags away' : ''}.`
  return {...stateOf(recorded, 'several', precious ? 'refuse' : 'nothing'), reason, hint}
}

/** What can be found by its tags and names is found by them; where that fails, only the record still knows of it. */
async function untagged(
  engine: Engine,
  {node, actual, place, kind, changes, beyond}: Step,
  recorded: Recorded,
): Promise<readonly Drifted[]> {
  // What is refused or replaced is not where the manifest looks for it, or another's: its tags are not what is wrong.
  const isAnother = changes.some(({effect}) => effect === 'refuse' || effect === 'replace')
  if (!node || !actual || !place || beyond || isAnother || actual.id !== recorded.id) return []
  const room = requireRoom(engine, kind)
  const context = await contextFor(engine, {...node, ...place})
  const lost = stateOf(recorded, 'untagged', 'nothing')
  try {
    const found = await room.read(keyOf(room, actual), undefined, context)
    return found?.id === actual.id ? [] : [lost]
  } catch (error) {
    const explained = engine.explain(error) ?? error
    if (!(explained instanceof ConflictError)) throw error
    return [{...lost, ...wordsOf(explained)}]
  }
}

/** What the plan could not look for, because what it hangs on does not exist, may still be where its record says. */
async function isGone(engine: Engine, recorded: Recorded, missing: ReadonlySet<string>): Promise<boolean> {
  // With its account it is gone too.
  if (missing.has(recorded.accountId)) return true
  return (await lookUp(engine, recorded)) === undefined
}

function refusalOf({error}: Sight<Step>['failures'][number], recorded: Recorded | undefined): readonly Drifted[] {
  if (!(error instanceof ConflictError) || !recorded) throw error
  return [{...stateOf(recorded, 'refused', 'refuse'), ...wordsOf(error)}]
}

const wordsOf = ({message, hint}: AwsupError): Pick<Drifted, 'reason' | 'hint'> => ({
  reason: message,
  ...(hint === undefined ? {} : {hint}),
})

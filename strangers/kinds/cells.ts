import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {KINDS, VERBS, type Kind, type Verb} from './kinds.js'

/** What a stranger made of one verb of one kind. */
export interface Cell {
  readonly stranger: string
  readonly service: string
  readonly kind: string
  readonly verb: Verb
  readonly outcome: 'pass' | 'excluded' | 'fail' | 'untried'
  /** The reason of what is excluded or was not tried, and what is wrong with what fails. */
  readonly why?: string
}

/** What a stranger cannot do, or is not asked to, and why; every verb of the kind where none is named. */
export interface Exclusion {
  readonly service: string
  readonly kind: string
  readonly verbs?: readonly Verb[]
  readonly why: string
}

/** What no stranger can see succeed. */
export const NEVER: readonly Exclusion[] = [
  {
    service: 's3',
    kind: 'bucket-unset',
    why: 'no bucket of the sandbox has any of these: the refusals that AWS answers then are in the scenario',
  },
  {
    service: 'dynamodb',
    kind: 'table-unset',
    why: 'no table of the sandbox has a policy: the refusal that AWS answers then is in the scenario',
  },
]

/** What did not hold of a kind, in words; of every verb of it where none is named. */
export interface Failure {
  readonly service: string
  readonly kind: string
  readonly verb?: Verb
  readonly why: string
}

/** What a stranger did, and what came of it. */
export interface Run {
  readonly stranger: string
  /** How often what was answered with success, as `/_awsup/calls` says: `{"iam:CreateUser": 2}`. */
  readonly succeeded: Readonly<Record<string, number>>
  /** Whether a verb takes all of its operations, or one of them will do (a program that chooses them by itself). */
  readonly takes: 'all' | 'some'
  readonly exclusions?: readonly Exclusion[]
  readonly failures?: readonly Failure[]
}

/**
 * A cell for every verb of every kind. What is excluded and passes after all fails, so that no exclusion outlives its
 * reason.
 *
 * Throws a TypeError where an exclusion or a failure names a kind or verb that does not exist.
 */
export function cellsOf({stranger, succeeded, takes, exclusions = [], failures = []}: Run): readonly Cell[] {
  for (const {service, kind, verbs} of exclusions) requireKind({service, kind, verbs})
  for (const {service, kind, verb} of failures) requireKind({service, kind, verbs: verb && [verb]})
  return KINDS.flatMap((kind) =>
    VERBS.flatMap((verb): Cell[] => {
      const operations = kind[verb]
      if (!operations) return []
      const about = (other: {readonly service: string; readonly kind: string}): boolean =>
        other.service === kind.service && other.kind === kind.kind
      const excluded = exclusions.find((each) => about(each) && (each.verbs ?? VERBS).includes(verb))
      const wrong = [
        ...failures.filter((each) => about(each) && (each.verb ?? verb) === verb).map(({why}) => why),
        ...missing(operations, {service: kind.service, succeeded, takes}),
      ].join('; ')
      const cell = {stranger, service: kind.service, kind: kind.kind, verb}
      if (excluded && wrong === '')
        return [{...cell, outcome: 'fail', why: `passes, though it is excluded: ${excluded.why}`}]
      if (excluded) return [{...cell, outcome: 'excluded', why: excluded.why}]
      return [wrong === '' ? {...cell, outcome: 'pass'} : {...cell, outcome: 'fail', why: wrong}]
    }),
  )
}

/** Where a stranger is not installed: what is excluded stays so, and of the rest it is said that nobody tried it. */
export const untriedCells = (stranger: string, why: string, exclusions: readonly Exclusion[] = []): readonly Cell[] =>
  cellsOf({stranger, succeeded: {}, takes: 'some', exclusions}).map((cell) =>
    cell.outcome === 'excluded' ? cell : {...cell, outcome: 'untried', why},
  )

function missing(
  operations: readonly string[],
  {service, succeeded, takes}: Pick<Run, 'succeeded' | 'takes'> & {readonly service: string},
): readonly string[] {
  const absent = operations.filter((name) => !succeeded[`${service}:${name}`])
  const isEnough = takes === 'all' ? absent.length === 0 : absent.length < operations.length
  return isEnough ? [] : [`no success of ${absent.join(takes === 'all' ? ', ' : ' or ')}`]
}

interface Named extends Pick<Kind, 'service' | 'kind'> {
  readonly verbs: readonly Verb[] | undefined
}

function requireKind({service, kind, verbs = []}: Named): void {
  const found = KINDS.find((each) => each.service === service && each.kind === kind)
  const absent = verbs.find((verb) => found?.[verb] === undefined)
  if (!found || absent) throw new TypeError(`there is no ${[service, kind, absent].filter(Boolean).join(' ')}`)
}

/** `iam user create: no success of CreateUser`, for a test to show. */
export const renderCell = ({service, kind, verb, why}: Cell): string =>
  `${service} ${kind} ${verb}: ${why ?? 'as it must'}`

/**
 * Leaves a stranger's cells, a JSON document a line, in the folder that the variable `CONFORMANCE_CELLS` names, for the
 * table of all strangers; nowhere when it names none.
 */
export function writeCells(stranger: string, cells: readonly Cell[]): void {
  const folder = process.env['CONFORMANCE_CELLS']
  if (!folder) return
  mkdirSync(folder, {recursive: true})
  writeFileSync(join(folder, `${stranger}.jsonl`), cells.map((cell) => `${JSON.stringify(cell)}\n`).join(''))
}

import {changesOf, tellContents, tellHoldings, type Plan, type Step} from '../../lib/engine/plan/plan.js'
import type {Action} from '../../lib/base/action.js'
import {PLAIN} from '../text/ink.js'
import type {Look} from './look.js'
import {renderPermanent, usualOf} from './permanent.js'
import {costsOf, groupsOf, irrevocableOf, isLeft, keptOf, leftOf, noticeLines, renderStep, renderSum} from './plan.js'
import {tellStays} from './stays.js'

/** A plan as plain texts, for a page or a comment: what has to be read first, then environment by environment. */
export interface PlanOutline {
  /** `2 to create, 1 to update, 0 to delete`, or that there is nothing to do. */
  readonly sum: string
  /** Who acts, and where. */
  readonly where: readonly (readonly [name: string, value: string])[]
  /** What cannot be undone or changed, and what costs money, before all else; without those that have no lines. */
  readonly first: readonly Section[]
  readonly groups: readonly Group[]
  /** What stays as it is although something differs. */
  readonly last: readonly Section[]
}

export interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

export interface Group {
  /** `environment prod` */
  readonly title: string
  readonly protected: boolean
  /** `account 111122223333, eu-west-1` */
  readonly place: string
  readonly steps: readonly OutlinedStep[]
}

export interface OutlinedStep {
  readonly action: Action
  readonly kind: string
  readonly address: string
  readonly id: string | undefined
  readonly details: readonly string[]
}

/** What is said of a plan. Pure. */
export function outlinePlan(plan: Plan, {target, where}: Omit<Look, 'ink'>): PlanOutline {
  const steps = changesOf(plan)
  const isAws = target === 'aws'
  const sections = (all: readonly Section[]): readonly Section[] => all.filter(({lines}) => lines.length > 0)
  return {
    sum:
      steps.length > 0
        ? renderSum(steps).replace(/^Plan: |\.$/g, '')
        : `nothing to do${isLeft(plan) ? '' : ': everything is as awsup.yaml says'}`,
    where: [
      ['target', isAws ? 'AWS' : 'sandbox (nothing here reaches AWS)'],
      ...(where
        ? ([
            [where.managesOrganization ? 'management account' : 'account', where.accountId],
            ['identity', where.arn],
          ] as const)
        : []),
    ],
    first: sections([
      {title: 'Deleted', lines: steps.flatMap(deletion)},
      {title: 'Cannot be undone', lines: isAws ? irrevocableOf(steps) : []},
      {title: 'Can cost money', lines: isAws ? costsOf(steps) : []},
      {title: 'Before you apply this', lines: noticeLines(plan)},
      {title: 'Cannot be changed later', lines: steps.flatMap(permanentLines)},
      {title: 'Cannot be changed later (default values)', lines: usualOf(steps)},
    ]),
    groups: groupsOf(steps).map(([environment, group]) => outlineGroup(environment, group, where)),
    last: sections([
      {title: 'Kept, although awsup.yaml no longer names them', lines: keptOf(plan)},
      {title: 'Different on AWS, and left as it is', lines: leftOf(plan, PLAIN)},
    ]),
  }
}

const deletion = ({action, kind, address, id, loses, holds, contents}: Step): readonly string[] => {
  if (action !== 'delete' && action !== 'replace') return []
  const record = action === 'delete' ? tellStays(kind) : undefined
  const what = [
    ...(record === undefined ? [] : [record]),
    ...(action === 'replace' ? ['deleted and created again'] : []),
    ...(loses === undefined ? [] : [`loses ${loses}`]),
    ...(holds === undefined ? [] : [tellHoldings(holds)]),
    ...(contents === undefined ? [] : [tellContents(contents)]),
  ]
  return [`${kind} ${address}${id === undefined ? '' : ` (${id})`}${what.length === 0 ? '' : `: ${what.join(', ')}`}`]
}

const FOREVER = ' (cannot be changed later)'

const permanentLines = (step: Step): readonly string[] =>
  renderPermanent(step, PLAIN)
    .filter((line) => line.endsWith(FOREVER))
    .map((line) => `${step.kind} ${step.address}: ${line.trim().slice(0, -FOREVER.length)}`)

function outlineGroup(environment: string | undefined, steps: readonly Step[], where: Look['where']): Group {
  const place = environment === undefined ? undefined : where?.environments.get(environment)
  const account = place?.accountId === undefined ? 'account not made yet' : `account ${place.accountId}`
  return {
    title: environment === undefined ? 'organization' : `environment ${environment}`,
    protected: place?.protected ?? false,
    place: place === undefined ? '' : `${account}, ${place.region}`,
    steps: steps.map(outlineStep),
  }
}

const outlineStep = (step: Step): OutlinedStep => ({
  action: step.action,
  kind: step.kind,
  address: step.address,
  id: step.id,
  details: renderStep(step, PLAIN)
    .slice(1)
    .map((line) => line.trim()),
})

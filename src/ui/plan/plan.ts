import {
  changesOf,
  noticesOf,
  tellContents,
  tellHoldings,
  toDo,
  type Plan,
  type Step,
} from '../../lib/engine/plan/plan.js'
import type {Action} from '../../lib/base/action.js'
import type {Ink} from '../text/ink.js'
import {renderPolicies} from './policies.js'
import {renderSafe} from '../text/safe.js'
import {renderChange, renderValue} from '../text/value.js'
import {renderPlace, renderWhere, type Look} from './look.js'
import {renderPermanent, renderUsual} from './permanent.js'
import {tellStays} from './stays.js'

/** The plan for people: what would change, environment by environment, what stays for ever, and the sum. */
export function renderPlan(plan: Plan, look: Look): string {
  const {target, ink} = look
  const steps = changesOf(plan)
  const blocks = [
    // Where nothing is to be done, nobody acts.
    ...renderWhere(steps.length > 0 ? look : {target, ink}),
    ...groupsOf(steps).map(([environment, group]) =>
      [
        environment === undefined ? ink.bold('organization') : renderPlace(environment, look),
        ...group.flatMap((step) => renderStep(step, ink)),
      ].join('\n'),
    ),
    ...renderUsual(steps, ink),
    ...renderKept(plan, ink),
    ...renderLeft(plan, ink),
    ...renderNotices(plan, ink),
    ...(target === 'aws'
      ? [
          ...renderMarked('This can cost money:', costsOf(steps), ink),
          ...renderMarked('This cannot be undone:', irrevocableOf(steps), ink),
        ]
      : []),
    steps.length > 0
      ? ink.bold(renderSum(steps))
      : `Nothing to do${isLeft(plan) ? '' : ': everything is as awsup.yaml says'}.`,
  ]
  return blocks.join('\n\n')
}

/** `Plan: 21 to create, 0 to update, 0 to delete.`; other actions are named when there are any. */
export function renderSum(steps: readonly Step[]): string {
  const count = (action: Action) => steps.filter((step) => step.action === action).length
  const parts = [`${count('create')} to create`, `${count('update')} to update`, `${count('delete')} to delete`]
  if (count('adopt') > 0) parts.push(`${count('adopt')} to adopt`)
  if (count('replace') > 0) parts.push(`${count('replace')} to replace`)
  return `Plan: ${parts.join(', ')}.`
}

/** Steps by environment, in their order; without one what the environments share. */
export function groupsOf(steps: readonly Step[]): readonly (readonly [string | undefined, readonly Step[]])[] {
  const groups = new Map<string | undefined, Step[]>()
  for (const step of steps) groups.set(step.environment, [...(groups.get(step.environment) ?? []), step])
  return [...groups]
}

/** A step: what is done to what, and below it the details. */
export function renderStep(step: Step, ink: Ink): readonly string[] {
  const {action, kind, address, id, changes, loses} = step
  const record = action === 'delete' ? tellStays(kind) : undefined
  const stays = record === undefined ? '' : `: ${record}`
  const where = id === undefined ? '' : ink.dim(` (${renderSafe(id)}${stays})`)
  const told = [
    ...(step.holds ? [tellHoldings(step.holds)] : []),
    ...(step.contents ? [tellContents(step.contents)] : []),
  ]
  const lost = told.length === 0 ? '' : `: ${ink.red(told.join(', '))}`
  return [
    `  ${renderSymbol(action, ink)} ${kind} ${renderSafe(address)}${where}${lost}`,
    ...toDo(changes).flatMap(({field, from, to, note}) => {
      const noted = note === undefined ? [] : [`      ${ink.yellow('!')} ${note}`]
      if (field === 'inlinePolicies') return [`      ${field}: ${renderPolicies(from, to)}`, ...noted]
      if (action === 'create') return [`      ${renderSafe(field)}: ${renderValue(to)}`, ...noted]
      return [`      ${renderSafe(field)}: ${renderChange(from, to).join(' → ')}`, ...noted]
    }),
    ...renderPermanent(step, ink),
    ...(loses === undefined ? [] : [`      ${ink.red(`loses ${loses}`)}`]),
  ]
}

function renderSymbol(action: Action, ink: Ink): string {
  switch (action) {
    case 'create':
      return ink.green('+')
    case 'update':
      return ink.yellow('~')
    case 'delete':
      return ink.red('-')
    case 'replace':
      return ink.red('±')
    case 'adopt':
      return ink.cyan('→')
    case 'no-op':
      return ' '
  }
}

const renderKept = (plan: Plan, ink: Ink): readonly string[] =>
  renderList(ink.bold('kept, although awsup.yaml no longer names them'), keptOf(plan))

const renderList = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[title, ...lines.map((line) => `  ${line}`)].join('\n')]

const renderMarked = (title: string, lines: readonly string[], ink: Ink): readonly string[] =>
  renderList(
    ink.yellow(title),
    lines.map((line) => `! ${line}`),
  )

/** What stays although the manifest no longer asks for it. */
export const keptOf = ({kept}: Plan): readonly string[] =>
  kept.map(({address, kind, id}) => `${kind} ${renderSafe(address)} (${renderSafe(id)})`)

/** Whether something differs that only people should change. */
export const isLeft = ({steps}: Plan): boolean =>
  steps.some(({changes}) => changes.some(({effect}) => effect === 'leave'))

const renderLeft = (plan: Plan, ink: Ink): readonly string[] =>
  renderList(ink.bold('different on AWS, and left as it is (awsup drift says more)'), leftOf(plan, ink))

/** What differs on AWS, and only people should change: a name that somebody gave an account, say. */
export const leftOf = ({steps}: Plan, ink: Ink): readonly string[] =>
  steps.flatMap(({kind, address, id = '', changes}) =>
    changes
      .filter(({effect}) => effect === 'leave')
      .map(
        ({field, from, to}) =>
          `${kind} ${renderSafe(address)}${ink.dim(` (${renderSafe(id)})`)}: ${renderSafe(field)} is ${renderValue(from)}, awsup.yaml says ${renderValue(to)}`,
      ),
  )

/** What the kinds themselves have to say: regions that take hours, a plan that ends, credits that are lost. */
const renderNotices = (plan: Plan, ink: Ink): readonly string[] =>
  renderMarked('Before you apply this:', noticeLines(plan), ink)

export const noticeLines = (plan: Plan): readonly string[] => noticesOf(plan).map(({message}) => renderSafe(message))

/**
 * What AWS charges for. Accounts, organizations, roles and identity pools are free; of user pools, users above a free number
 * are not, and on the Plus tier none is free. Source: Amazon Cognito pricing.
 */
export function costsOf(steps: readonly Step[]): readonly string[] {
  const tiers = steps.flatMap(({kind, action, changes, node}) => {
    const asked = new Map<string, unknown>(Object.entries(node?.desired ?? {})).get('tier')
    const isNew = action === 'create' || changes.some(({field}) => field === 'tier')
    return kind === 'user-pool' && isNew ? [asked] : []
  })
  if (tiers.length === 0) return []
  return [
    tiers.includes('plus')
      ? 'AWS charges for every monthly active user of a user pool on the Plus tier: there is no free number'
      : 'AWS charges for monthly active users of user pools above a free number',
  ]
}

/** What AWS never takes back: closing an account takes 90 days, and the address that it has then is spent. */
export const irrevocableOf = (steps: readonly Step[]): readonly string[] =>
  steps.some(({kind, action}) => kind === 'account' && action === 'create')
    ? ['an AWS account takes 90 days to close, and the e-mail address that it is closed with can never be used again']
    : []

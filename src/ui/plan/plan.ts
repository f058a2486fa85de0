import {changesOf, noticesOf, tellHoldings, toDo, type Plan, type Step} from '../../lib/engine/plan/plan.js'
import type {Action} from '../../lib/base/action.js'
import type {Ink} from '../text/ink.js'
import {renderPolicies} from './policies.js'
import {renderSafe} from '../text/safe.js'
import {isKnownLater, renderValue} from '../text/value.js'

interface Look {
  readonly target: 'aws' | 'sandbox'
  readonly ink: Ink
}

/** The plan for people: what would change, environment by environment, what stays for ever, and the sum. */
export function renderPlan(plan: Plan, {target, ink}: Look): string {
  const steps = changesOf(plan)
  const blocks = [
    ...(target === 'sandbox' ? [ink.dim('In the sandbox: nothing here reaches AWS.')] : []),
    ...groupsOf(steps).map(([title, group]) =>
      [ink.bold(renderSafe(title)), ...group.flatMap((step) => renderStep(step, ink))].join('\n'),
    ),
    ...renderKept(plan, ink),
    ...renderLeft(plan, ink),
    ...renderNotices(plan, ink),
    ...(target === 'aws' ? renderIrrevocable(steps, ink) : []),
    steps.length > 0
      ? ink.bold(renderSum(steps))
      : `Nothing to do${isLeft(plan) ? '' : ': everything is as awsup.yaml says'}.`,
  ]
  return blocks.join('\n\n')
}

/** `Plan: 21 to create, 0 to update, 0 to delete.`; other actions are named when there are any. */
function renderSum(steps: readonly Step[]): string {
  const count = (action: Action) => steps.filter((step) => step.action === action).length
  const parts = [`${count('create')} to create`, `${count('update')} to update`, `${count('delete')} to delete`]
  if (count('adopt') > 0) parts.push(`${count('adopt')} to adopt`)
  if (count('replace') > 0) parts.push(`${count('replace')} to replace`)
  return `Plan: ${parts.join(', ')}.`
}

function groupsOf(steps: readonly Step[]): readonly (readonly [string, readonly Step[]])[] {
  const groups = new Map<string, Step[]>()
  for (const step of steps) {
    const title = step.environment === undefined ? 'organization' : `environment ${step.environment}`
    groups.set(title, [...(groups.get(title) ?? []), step])
  }
  return [...groups]
}

function renderStep(step: Step, ink: Ink): readonly string[] {
  const {action, kind, address, id, changes, loses} = step
  const stays = kind === 'region' && action === 'delete' ? ': its record alone, the region stays enabled' : ''
  const where = id === undefined ? '' : ink.dim(` (${renderSafe(id)}${stays})`)
  const lost = step.holds === undefined ? '' : `: ${ink.red(tellHoldings(step.holds))}`
  return [
    `  ${renderSymbol(action, ink)} ${kind} ${renderSafe(address)}${where}${lost}`,
    ...toDo(changes).flatMap(({field, from, to, note}) => {
      const noted = note === undefined ? [] : [`      ${ink.yellow('!')} ${note}`]
      if (field === 'inlinePolicies') return [`      ${field}: ${renderPolicies(from, to)}`, ...noted]
      const before = action === 'create' ? '' : `${renderValue(from)} → `
      return [`      ${renderSafe(field)}: ${before}${renderValue(to)}`, ...noted]
    }),
    ...renderPermanent(step, ink),
    ...(loses === undefined ? [] : [`      ${ink.red(`loses ${loses}`)}`]),
  ]
}

/** What has to be right the first time, with what it will be. */
function renderPermanent({permanent, shown = [], node}: Step, ink: Ink): readonly string[] {
  const desired = new Map<string, unknown>(Object.entries(node?.desired ?? {}))
  const linesOf = (fields: readonly string[]) =>
    fields.flatMap((field) => entriesOf(field, desired.has(field), desired.get(field)))
  return [
    ...linesOf(shown).map((value) => `      ${value}`),
    ...linesOf(permanent).map((value) => `      ${value} ${ink.yellow('(cannot be changed later)')}`),
  ]
}

/** One line for each part of a mapping; no line for one that is empty: what is in it later is what counts. */
function entriesOf(field: string, isAsked: boolean, value: unknown): readonly string[] {
  if (!isAsked) return [field]
  if (value === undefined) return [`${field}: none`]
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isKnownLater(value))
    return [`${field}: ${renderValue(value)}`]
  return Object.entries(value).map(([name, part]) => `${field}.${renderSafe(name)}: ${renderValue(part)}`)
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

function renderKept({kept}: Plan, ink: Ink): readonly string[] {
  if (kept.length === 0) return []
  const lines = kept.map(({address, kind, id}) => `  ${kind} ${renderSafe(address)} (${renderSafe(id)})`)
  return [[ink.bold('kept, although awsup.yaml no longer names them'), ...lines].join('\n')]
}

const isLeft = ({steps}: Plan): boolean => steps.some(({changes}) => changes.some(({effect}) => effect === 'leave'))

/** What differs on AWS, and only people should change: a name that somebody gave an account, say. */
function renderLeft({steps}: Plan, ink: Ink): readonly string[] {
  const lines = steps.flatMap(({kind, address, id = '', changes}) =>
    changes
      .filter(({effect}) => effect === 'leave')
      .map(
        ({field, from, to}) =>
          `  ${kind} ${renderSafe(address)}${ink.dim(` (${renderSafe(id)})`)}: ${renderSafe(field)} is ${renderValue(from)}, awsup.yaml says ${renderValue(to)}`,
      ),
  )
  return lines.length === 0
    ? []
    : [[ink.bold('different on AWS, and left as it is (awsup drift says more)'), ...lines].join('\n')]
}

/** What the kinds themselves have to say: regions that take hours, a plan that ends, credits that are lost. */
function renderNotices(plan: Plan, ink: Ink): readonly string[] {
  const lines = noticesOf(plan).map(({message}) => `  ! ${renderSafe(message)}`)
  return lines.length === 0 ? [] : [[ink.yellow('Before you apply this:'), ...lines].join('\n')]
}

/** What AWS never takes back: closing an account takes 90 days, and the address that it has then is spent. */
function renderIrrevocable(steps: readonly Step[], ink: Ink): readonly string[] {
  const made = (kind: string) => steps.some((step) => step.kind === kind && step.action === 'create')
  const lines = [
    ...(made('account')
      ? ['an AWS account takes 90 days to close, and the e-mail address that it is closed with can never be used again']
      : []),
  ]
  if (lines.length === 0) return []
  return [[ink.yellow('This cannot be undone:'), ...lines.map((line) => `  ! ${line}`)].join('\n')]
}

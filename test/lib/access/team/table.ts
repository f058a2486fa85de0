import type {AccessRequest, Layers} from '../../../../src/lib/access/evaluate/evaluate.js'
import written from './actions.json' with {type: 'json'}
import {reasonFor} from './reasons.js'
import {targetsOf, type Target} from './targets.js'
import {accountsOf, ACCOUNTS, answer, layersOf, requirePrincipal, TEAM, teamRole, type Answer} from './world.js'

const {services} = written

/** Who is asked about, by the heading of the column. */
export interface Column {
  readonly name: string
  /** Of the principal. */
  readonly arn: string
  readonly account: string
  readonly layers: Layers
  readonly context: AccessRequest['context']
}

const accounts = accountsOf(TEAM)
const column = (name: string, arn: string, context: AccessRequest['context'] = {}): Column => {
  const principal = requirePrincipal(accounts, arn)
  return {name, arn, account: principal.account, layers: layersOf(accounts, principal), context}
}

export const COLUMNS: readonly Column[] = [
  ...['admin', 'developer', 'viewer', 'limited', 'ci-web', 'ci-strong'].map((role) =>
    column(role.replace('ci-web', 'deployer'), teamRole('dev', role)),
  ),
  column('person', `arn:aws:iam::${ACCOUNTS.management}:user/awsup/acme/jane`, {
    'aws:username': ['jane'],
    'aws:MultiFactorAuthPresent': ['true'],
  }),
]

export interface Row {
  readonly service: string
  readonly action: string
  readonly target: Target
  /** By column. */
  readonly answers: readonly Answer[]
}

/** The request that a column's principal sends. */
export const requestOf = ({account, context}: Column, {action, target}: Pick<Row, 'action' | 'target'>) => ({
  action,
  resource: target.arn.replace('{account}', account),
  context: {...target.context, ...context},
})

export const ROWS: readonly Row[] = Object.entries(services).flatMap(([service, types]) =>
  Object.entries(types).flatMap(([type, names]) =>
    names
      .map((name) => `${service}:${name}`)
      .flatMap((action) =>
        targetsOf(service, type).map((target) => ({
          service,
          action,
          target,
          answers: COLUMNS.map((one) => answer(one.layers, requestOf(one, {action, target}))),
        })),
      ),
  ),
)

const developer = COLUMNS.findIndex(({name}) => name === 'developer')

export const reasonOf = ({action, target, answers}: Row): string | undefined =>
  answers[developer] === 'yes' ? reasonFor(action, target.name) : ''

/** Targets with the same answers stand in one row. */
const merged = (rows: readonly Row[]): readonly (readonly [string, string, string])[] => {
  const found = new Map<string, {action: string; names: string[]; rest: string}>()
  for (const row of rows) {
    const rest = [...row.answers, reasonOf(row) ?? '?'].join(' | ')
    const key = `${row.action} ${rest}`
    const known = found.get(key)
    if (known) known.names.push(row.target.name)
    else found.set(key, {action: row.action, names: [row.target.name], rest})
  }
  return [...found.values()].map(({action, names, rest}) => [action, names.join(' · '), rest] as const)
}

/** The table as people read it: Markdown. */
export function renderTable(head: string): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const names = COLUMNS.map(({name}) => name)
  const parts = Object.keys(services).map((service) => [
    `## ${service}`,
    '',
    line(['action', 'tried on', ...names, 'why developers may']),
    line(['---', '---', ...names.map(() => '---'), '---']),
    ...merged(ROWS.filter((row) => row.service === service)).map(line),
    '',
  ])
  return [head, ...parts.flat()].join('\n')
}

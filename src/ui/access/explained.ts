import type {ExplainedAccess, ExplainedDecision} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

type Role = ExplainedAccess['roles'][number]

/** Who may do what, role by role, each with the statement that decides. */
export function renderExplanations({environment, roles, nobody}: ExplainedAccess, ink: Ink): string {
  const none = nobody.map((says) => `  - ${renderSafe(says)}`)
  return [
    ...roles.map((role) => renderRole(role, environment, ink)),
    ...(none.length === 0 ? [] : [`${ink.bold('Nobody')} may\n${none.join('\n')}`]),
  ].join('\n\n')
}

function renderRole({who, may, mayNot, notes}: Role, environment: string, ink: Ink): string {
  const title = `${ink.bold(capital(who))} of ${renderSafe(environment)}`
  const lines = (sentences: Role['may']): readonly string[] =>
    sentences.map(({says, statements}) => {
      const by = statements.length === 0 ? ink.red('no statement lets them') : ink.dim(`(${statements.join(', ')})`)
      return `  - ${renderSafe(says)} ${by}`
    })
  return [
    may.length === 0 ? `${title} may reach nothing: there are no access rules for them` : `${title} may`,
    ...lines(may),
    ...(mayNot.length === 0 ? [] : ['and may not', ...lines(mayNot)]),
    ...notes.map((note) => `  ${ink.yellow('note:')} ${note}`),
  ].join('\n')
}

const capital = (text: string): string => renderSafe(text.slice(0, 1).toUpperCase() + text.slice(1))

/** One decision: what was asked with which keys, the answer, and what decided it. */
export function renderDecision(answer: ExplainedDecision, ink: Ink): string {
  const {environment, role, request, decision, by, missing, reason, unknownAction} = answer
  const word = decision === 'allowed' ? ink.green('allowed') : ink.red('refused')
  const why = by
    ? `by the statement ${by.statement} of the policy ${by.policy}`
    : (reason ?? 'because no statement allows it')
  const keys = Object.entries(request.context).map(([key, values]) => `    ${key} = ${values.join(', ')}`)
  const near = missing.map(({statement, conditions}) => {
    const lacking = conditions.map(({operator, key, values}) => `${operator} ${key} ${values.join(' or ')}`)
    return `  ${statement} would allow it, but for ${lacking.join(' and ')}`
  })
  return [
    `${word} ${renderSafe(why)}`,
    ...(unknownAction === undefined ? [] : [ink.yellow(`  note: ${renderSafe(unknownAction)}`)]),
    ...near.map((line) => renderSafe(line)),
    ink.dim(renderSafe(`  ${request.action} on ${request.resource}`)),
    ink.dim(renderSafe(`  as ${role} in ${environment}, with`)),
    ...keys.map((line) => ink.dim(renderSafe(line))),
  ].join('\n')
}

import type {Ink} from '../../ui/text/ink.js'
import {renderSafe} from '../../ui/text/safe.js'
import type {Failure} from '../failure.js'

/** A failure for people: what is wrong, where, and what to do; the stack first where nobody foresaw it. */
export function renderFailure({message, at, hint, stack}: Failure, ink: Ink): string {
  const lines = [`${ink.red('awsup:')} ${renderSafe(message)}`]
  if (stack !== undefined) lines.unshift(renderSafe(stack, {lines: true}))
  if (at) lines.push(`  ${ink.cyan(`awsup.yaml:${at.line}:${at.column}`)}`)
  if (hint !== null) lines.push(`  ${ink.dim('hint:')} ${renderSafe(hint)}`)
  return lines.join('\n')
}

export const renderWarning = (message: string): string => `awsup: warning: ${renderSafe(message)}`

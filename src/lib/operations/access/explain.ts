import {actionsInstead} from '../../access/explain/unknown-action.js'
import {decide, type Answer, type Question} from '../../access/explain/decide.js'
import {explainNobody, explainRole, type Explanation} from '../../access/explain/explain.js'
import {UsageError} from '../../base/errors.js'
import type {Project} from '../../project/project.js'
import {findNearest} from '../../text/nearest.js'
import {compileRoles, policiesOf} from './compiled.js'
import {groundOf} from '../../project/ground.js'
import {requireRole} from './require-role.js'
import {notesFor} from './openings/rule-notes.js'

/** Who may do what in an environment, in words. */
export interface ExplainedAccess {
  readonly environment: string
  readonly roles: readonly Explanation[]
  /** What nobody may, as it follows “nobody may”. */
  readonly nobody: readonly string[]
}

/** One decision, and why. */
export interface ExplainedDecision extends Answer {
  readonly environment: string
  /** `authenticated`, `guest`, `group:admins` */
  readonly role: string
  /** Where AWS's reference knows no such action: `AWS has no action s3:Get`, with the nearest one. */
  readonly unknownAction?: string
}

/** Says what the access rules let people do, by the policies that they compile to. Needs no network. */
export function explainAccess(project: Project, environment: string, role: string | undefined): ExplainedAccess {
  const all = testedRoles(project, environment)
  const ground = groundOf(project, environment)
  return {
    environment,
    roles: requireRole(all, role).map((one) => {
      const {notes, ...explained} = explainRole(one, ground)
      const known = notesFor(project, environment, one).map(({message}) => message)
      return {...explained, notes: [...new Set([...notes, ...known])]}
    }),
    nobody: explainNobody(all, ground),
  }
}

/** `--as`: whose request it is, and whose data. */
export type As = 'owner' | 'other' | 'guest' | `group:${string}`

/**
 * Decides one request by the policies that the rules compile to. Throws UsageError for an action or a role that there
 * cannot be. Needs no network.
 */
export function explainDecision(
  project: Project,
  environment: string,
  {as, ...question}: Omit<Question, 'whose'> & {readonly as: string},
): ExplainedDecision {
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(question.action)) {
    throw new UsageError(`${question.action} is no action`, {
      hint: 'Write it as IAM does: dynamodb:GetItem',
      details: {flag: '--action'},
    })
  }
  const name = as === 'owner' || as === 'other' ? 'authenticated' : as
  const [role] = requireRole(testedRoles(project, environment), name)
  if (!role) throw new Error(`${name} was not checked`)
  const answer = decide(role, {...question, whose: as === 'other' ? 'other' : 'own'}, groundOf(project, environment))
  const unknownAction = findUnknown(question.action)
  return {environment, role: role.role, ...answer, ...(unknownAction === undefined ? {} : {unknownAction})}
}

function findUnknown(action: string): string | undefined {
  const [service = '', name = ''] = action.split(':')
  const known = actionsInstead(action)
  if (!known) return undefined
  const nearest = findNearest(name, known)
  return `AWS has no action ${action}${nearest === undefined ? '' : `; did you mean ${service}:${nearest}?`}`
}

const testedRoles = (project: Project, environment: string) =>
  compileRoles(project, environment).map((role) => ({...role, policies: policiesOf(role)}))

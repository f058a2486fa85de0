import {paginateSimulateCustomPolicy, type ContextEntry, type IAMClient} from '@aws-sdk/client-iam'
import {isMeant, makeProbes, requestOf, type Cell} from '../../access/matrix/matrix.js'
import type {Ground, Probe} from '../../access/matrix/probe.js'
import {requireNotCancelled} from '../../aws/clock.js'
import {collect} from '../../resources/pages.js'
import type {CompiledRole} from './compiled.js'

/** What a simulation needs beside the roles. */
export interface Simulation {
  readonly iam: IAMClient
  readonly ground: Ground
  readonly signal: AbortSignal
}

/**
 * Asks IAM's policy simulator for every request of the matrix: of each role, all actions that differ in nothing else in
 * one call. Changes nothing. Raw statements with wildcards in their actions are left out: the simulator takes names
 * alone (IAM API, SimulateCustomPolicy).
 */
export async function simulateRoles(roles: readonly CompiledRole[], around: Simulation): Promise<readonly Cell[]> {
  const probes = makeProbes(roles, around.ground).filter(({action}) => !action.includes('Awsup'))
  const questions = roles.flatMap((role) => questionsOf(role, probes, around.ground))
  const cells: Cell[] = []
  // IAM publishes no rate, and refuses who asks too fast: few at a time.
  for (let start = 0; start < questions.length; start += AT_ONCE) {
    requireNotCancelled(around.signal)
    const answers = questions.slice(start, start + AT_ONCE).map((question) => ask(question, around.iam))
    cells.push(...(await Promise.all(answers)).flat())
  }
  return cells
}

const AT_ONCE = 4

/** Requests of one role that differ in their action alone. */
interface Question {
  readonly role: CompiledRole
  readonly resource: string
  readonly context: readonly ContextEntry[]
  readonly asked: readonly {readonly probe: Probe; readonly meant: boolean}[]
}

function questionsOf(role: CompiledRole, probes: readonly Probe[], ground: Ground): readonly Question[] {
  const questions = new Map<string, Question>()
  for (const probe of probes) {
    const request = requestOf(role, probe)
    const meant = isMeant(probe, {rules: role.rules, ground, request})
    if (meant === undefined) continue
    const same = JSON.stringify([probe.resource, probe.keys])
    const {resource, context, asked} = questions.get(same) ?? {
      resource: probe.resource,
      context: Object.entries(request.context).map(entryOf),
      asked: [],
    }
    questions.set(same, {role, resource, context, asked: [...asked, {probe, meant}]})
  }
  return [...questions.values()]
}

/** Keys that may have several values, which the simulator wants to be told (service authorization reference). */
const LISTS = new Set(['dynamodb:LeadingKeys', 'dynamodb:Attributes', 'cognito-identity.amazonaws.com:amr'])

const entryOf = ([key, values]: readonly [string, readonly string[]]): ContextEntry => ({
  ContextKeyName: key,
  ContextKeyValues: [...values],
  ContextKeyType: LISTS.has(key) ? 'stringList' : 'string',
})

async function ask({role, resource, context, asked}: Question, client: IAMClient): Promise<readonly Cell[]> {
  const decisions = new Map<string, string>()
  // A role without policies may nothing, and IAM refuses the question.
  if (role.documents.length > 0) {
    const pages = paginateSimulateCustomPolicy(
      {client},
      {
        PolicyInputList: role.documents.map(({document}) => JSON.stringify(document)),
        ActionNames: [...new Set(asked.map(({probe}) => probe.action))],
        ResourceArns: [resource],
        ContextEntries: [...context],
      },
    )
    for (const result of await collect(pages, ({EvaluationResults}) => EvaluationResults)) {
      decisions.set(result.EvalActionName ?? '', result.EvalDecision ?? '')
    }
  }
  return asked.map(({probe: {action, target}, meant}) => {
    const decision = decisions.get(action) ?? 'implicitDeny'
    const reason = `IAM’s policy simulator says ${decision}`
    return {role: role.role, action, resource, target, meant, allowed: decision === 'allowed', reason}
  })
}

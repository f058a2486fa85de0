import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {text} from 'node:stream/consumers'
import {isAnsweredNevertheless} from '../src/sandbox/core/beyond-the-model.js'
import {openSandbox, type Sandbox} from '../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../src/sandbox/server/server.js'
import type {Failure} from './kinds/cells.js'
import {KINDS, VERBS, type Verb} from './kinds/kinds.js'
import {SCENARIOS, type Scenario} from './scenarios.js'
import {python, quiet} from './stranger.js'

/** What all scenarios came to, by one client. */
export interface Driven {
  /** How often what was answered with success, each operation in the scenario of its own kind. */
  readonly succeeded: Readonly<Record<string, number>>
  readonly failures: readonly Failure[]
  /** What the client did over all scenarios: lists that crossed a page, waiters that waited. */
  readonly seen: Readonly<Record<string, readonly string[]>>
}

const REGION = 'eu-west-1'

interface Stage {
  readonly scenario: Scenario
  readonly sandbox: Sandbox
  readonly server: SandboxServer
}

/** With a reason, a rule of the model that an answer breaks, and where it does. */
interface Wrong {
  readonly operation: string
  readonly why: string
  readonly path: string
  readonly reason: string
}

/** What a driver prints, a line each. */
interface Line {
  readonly scenario: number
  readonly wrong?: readonly Wrong[]
  readonly later?: number
  readonly seen?: Driven['seen']
}

/** How a sandbox is opened and put on a port. */
export interface Opener {
  readonly openSandbox: typeof openSandbox
  readonly serve: typeof serve
}

interface How {
  /** All when absent. */
  readonly scenarios?: readonly Scenario[]
  /** The sandbox of the source when absent. */
  readonly opener?: Opener
}

/** Runs scenarios by a program of `python/`, each in a sandbox of its own. Throws what it writes to stderr. */
export async function drive(
  program: string,
  {scenarios = SCENARIOS, opener = {openSandbox, serve}}: How = {},
): Promise<Driven> {
  const stages = await Promise.all(scenarios.map((scenario) => openStage(scenario, opener)))
  try {
    return await runDriver(program, stages)
  } finally {
    await Promise.all(stages.map(({server}) => server.close()))
  }
}

async function openStage(scenario: Scenario, opener: Opener): Promise<Stage> {
  const sandbox = await opener.openSandbox({settings: {identityCenter: REGION}})
  return {scenario, sandbox, server: await opener.serve(sandbox, {port: 0})}
}

async function runDriver(program: string, stages: readonly Stage[]): Promise<Driven> {
  const child = spawn(python('python'), [join(import.meta.dirname, 'python', program)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: quiet(),
  })
  const stderr = text(child.stderr)
  child.stdin.write(`${JSON.stringify({region: REGION, scenarios: stages.map(describeStage)})}\n`)
  const failures: Failure[] = []
  let seen: Driven['seen'] | undefined
  for await (const line of createInterface({input: child.stdout})) {
    const said = JSON.parse(line) as Line
    if (said.seen) seen = said.seen
    const stage = stages[said.scenario]
    if (!stage) continue
    if (said.later !== undefined) {
      stage.sandbox.configure({clockOffsetMs: said.later * 1000})
      child.stdin.write('\n')
    }
    failures.push(...(said.wrong ?? []).filter(isWrong).map((wrong) => failureOf(stage.scenario, wrong)))
  }
  if (!seen) throw new Error(`${program} ended before its time: ${await stderr}`)
  return {failures, seen, succeeded: Object.fromEntries(stages.flatMap(countOwn))}
}

const describeStage = ({scenario, sandbox, server}: Stage) => {
  const {accessKeyId, secretAccessKey, accountId} = sandbox.credentials('admin')
  const keys = {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey}
  return {...scenario, endpoint: server.endpoint, accountId, keys}
}

/** AWS answers some things that its own models do not allow. */
const isWrong = ({operation, why, path, reason}: Wrong): boolean =>
  !isAnsweredNevertheless(operation.split(':')[0] ?? '', {path, reason, text: why})

/** Of the verb that the operation is of; of all verbs when it is another kind's, for then the scenario got no further. */
function failureOf({service, kind}: Scenario, {operation, why, path}: Wrong): Failure {
  const own = KINDS.find((each) => each.service === service && each.kind === kind)
  const verb = VERBS.find((each: Verb) => own?.[each]?.some((name) => `${service}:${name}` === operation))
  return {service, kind, why: [operation, path, why].filter(Boolean).join(': '), ...(verb && {verb})}
}

/** What the scenario called of its own kind: what others call on the way to theirs does not count. */
function countOwn({scenario, sandbox}: Stage): (readonly [string, number])[] {
  const own = KINDS.find(({service, kind}) => service === scenario.service && kind === scenario.kind)
  const names = VERBS.flatMap((verb) => own?.[verb] ?? []).map((name) => `${scenario.service}:${name}`)
  return Object.entries(sandbox.callSummary().succeeded).filter(([name]) => names.includes(name))
}

import {
  changesOf,
  confirmed,
  irrecoverable,
  noticesOf,
  requireConfirmed,
  tellContents,
  tellHoldings,
  type Plan,
  type Step,
} from '../../lib/engine/plan/plan.js'
import {renderQuestion} from '../plan/question.js'
import type {Look} from '../plan/look.js'
import {CancelledError, ConflictError, UsageError} from '../../lib/base/errors.js'

/** How one answer can be given: by its flag always, by asking where there is somebody to ask. */
export interface Asking {
  /** Without dashes: `project`. */
  readonly flag: string
  readonly interactive: boolean
  /** A made-up value for the hint: `acme`. */
  readonly example?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What is wrong with an answer; `undefined` when nothing is. */
type Check = (text: string) => Promise<string | undefined>

/**
 * A line of text. `check` answers what is wrong with it, undefined when nothing is. Throws UsageError, CancelledError.
 */
export async function askText(
  message: string,
  {suggested, check, ...asking}: Asking & {suggested?: string; check?: Check},
): Promise<string> {
  const validate = async (text: string): Promise<string | true> => (await check?.(text)) ?? true
  return requireText(await ask({type: 'input', name: 'answer', message, default: suggested, validate}, asking))
}

/** Yes or no; no by default. A flag such as `yes` answers it. Throws UsageError, CancelledError. */
export async function askConfirm(message: string, asking: Asking): Promise<boolean> {
  return (await ask({type: 'confirm', name: 'answer', message, default: false}, asking)) === true
}

/** One of several. Throws UsageError, CancelledError. */
export async function askChoice(
  message: string,
  {choices, ...asking}: Asking & {choices: readonly string[]},
): Promise<string> {
  return requireText(await ask({type: 'select', name: 'answer', message, choices: [...choices]}, asking))
}

/**
 * The name itself, typed out, before something is destroyed; anything else is a no. Says how many users, items and objects go with
 * it.
 * Throws UsageError, CancelledError.
 */
export async function askTyped(
  name: string,
  {plan, ...asking}: Asking & {readonly plan?: Plan | undefined},
): Promise<void> {
  const message = [...(plan ? lossesOf(plan) : []), `Type ${name} to go on:`].join('\n')
  if ((await ask({type: 'input', name: 'answer', message}, {...asking, example: name})) !== name)
    throw new CancelledError()
}

const lossesOf = ({steps}: Plan): readonly string[] =>
  steps.flatMap(({id = '', kind, holds, contents}) => [
    ...(holds && holds.users > 0 ? [`User pool ${id} ${tellHoldings(holds)}. All of them are deleted for ever.`] : []),
    ...(contents && (contents.number > 0 || contents.more)
      ? [`The ${kind} ${id} ${tellContents(contents)}. All of them are deleted for ever.`]
      : []),
  ])

type Prompt = Readonly<Record<string, unknown>> & {
  readonly type: string
  readonly name: 'answer'
  /** The question is its last line. */
  readonly message: string
}

/** Asks on stderr: stdout belongs to the result. inquirer is loaded only here. */
async function ask(prompt: Prompt, {flag, interactive, example, signal}: Asking): Promise<unknown> {
  if (!interactive) throw missing(flag, prompt, example)
  const {createPromptModule} = await import('inquirer').then((module) => module.default)
  const open = createPromptModule({output: process.stderr, ...(signal ? {signal} : {})})
  try {
    const answers: Readonly<Record<string, unknown>> = await open([prompt])
    return answers['answer']
  } catch (error) {
    // inquirer's own classes: Ctrl-C in the prompt, and our signal.
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new CancelledError()
    throw error
  }
}

function missing(flag: string, {type, message}: Prompt, example: string | undefined): UsageError {
  const value = type === 'confirm' ? '' : ` ${example ?? `<${flag}>`}`
  const what = type === 'confirm' ? `--${flag} is needed` : `a value for --${flag} is needed`
  // All but the question itself.
  const losses = message.split('\n').slice(0, -1)
  const pass = `no terminal to ask on: pass --${flag}${value}`
  const hint = losses.length === 0 ? pass : [...losses, `There is ${pass}.`].join(' ')
  return new UsageError(what, {hint, details: {flag: `--${flag}`}})
}

function requireText(answer: unknown): string {
  if (typeof answer !== 'string') throw new Error('the prompt answered no text')
  return answer
}

/** Who asks: a command. */
export interface Asker {
  readonly interactive: boolean
  readonly signal: AbortSignal
}

/** Yes or no before something is done. A no is a CancelledError; with nobody to ask, UsageError names --yes. */
export async function askToGoOn({interactive, signal}: Asker, question: string, hint?: string): Promise<void> {
  if (interactive) process.stderr.write('\n')
  if (!(await askConfirm(question, {flag: 'yes', interactive, signal}))) throw new CancelledError(undefined, {hint})
}

/**
 * What the command line said yes to: `--yes`, the flags of questions that `--yes` does not answer, and the names of what may
 * be lost for good.
 */
interface Said {
  readonly yes: boolean
  readonly flags?: readonly string[]
  readonly names?: readonly string[] | undefined
  /** How the plan was shown: the question names what it does, and where. */
  readonly look: Pick<Look, 'target' | 'where'>
}

/**
 * Asks before a plan is done, unless it changes nothing or `--yes` answered already. What `--yes` does not answer is a
 * question of its own, and with nobody to ask a ConflictError. What would be lost for good has to be named as well, for
 * another branch may have made it: ConflictError `NOT_CONFIRMED` where it is not. Answers the plan that was said yes to.
 */
export async function askToApply(asker: Asker, plan: Plan, {yes, flags = [], names = [], look}: Said): Promise<Plan> {
  const unnamed = irrecoverable(plan).filter(
    ({id = '', address}) => ![id, address].some((name) => names.includes(name)),
  )
  if (yes && unnamed.length > 0) throw notConfirmed(unnamed)
  let agreed = confirmed(plan, flags)
  if (!asker.interactive) requireConfirmed(agreed)
  for (const {confirm} of noticesOf(agreed)) {
    if (!confirm) continue
    await askToGoOn(asker, confirm.question, confirm.hint)
    agreed = confirmed(agreed, [confirm.flag])
  }
  if (!yes && changesOf(agreed).length > 0) await askToGoOn(asker, renderQuestion(agreed, look))
  for (const name of new Set(unnamed.map(({id = ''}) => id))) {
    await askTyped(name, {flag: 'confirm', interactive: asker.interactive, signal: asker.signal})
  }
  return agreed
}

function notConfirmed(unnamed: readonly Step[]): ConflictError {
  const names = [...new Set(unnamed.map(({id = ''}) => id))]
  const addresses = unnamed.map(({address}) => address)
  const flags = names.map((name) => `--confirm ${name}`).join(' ')
  return new ConflictError(`awsup.yaml no longer has ${addresses.join(', ')}: --yes alone does not delete them`, {
    code: 'NOT_CONFIRMED',
    hint: `Nothing was changed. If another branch made them, bring them into this awsup.yaml. To delete them, name them: awsup apply --yes ${flags}`,
    details: {flag: '--confirm', names, addresses, loses: unnamed[0]?.loses},
  })
}

/** What `--confirm` says must be the name itself. Throws UsageError. */
export function requireTyped(typed: string, name: string): void {
  if (typed === name) return
  throw new UsageError(`--confirm says ${JSON.stringify(typed)}, but ${JSON.stringify(name)} is what would go`, {
    hint: `If that is what you want: --confirm ${name}`,
    details: {flag: '--confirm'},
  })
}

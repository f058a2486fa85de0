import type {Caller} from '../auth/caller.js'
import type {Functions} from '../functions/functions.js'
import type {Model} from './model.js'
import type {Settings} from '../settings.js'
import type {Transaction} from '../store/transaction.js'
import type {Violation} from '../check/violations.js'

/** One call, authenticated and decoded, as a service's behaviour sees it. */
export interface Call {
  readonly tx: Transaction
  readonly service: string
  readonly operation: string
  /** Whose resources are meant: the caller's account, or for an unsigned call the account of the pool that it names. */
  readonly accountId: string
  readonly region: string
  /** As the client called it, with the port: `127.0.0.1:4566`, `oidc.eu-west-1.amazonaws.com`. */
  readonly host: string | undefined
  /** Absent for the operations that AWS leaves unsigned. */
  readonly caller: Caller | undefined
  /** Milliseconds since 1970, by the sandbox's own clock (tests may move it). */
  readonly now: number
  readonly settings: Settings
  /**
   * Fulfilled when the transaction is kept: what is to be done once, whatever the store had to repeat, begins with it. It is
   * never rejected; of a try that was repeated it stays pending for ever.
   */
  readonly kept: Promise<void>
  /** Functions that can be run; none unless the sandbox was opened with some. */
  readonly functions: Functions
  /** Where the sandbox is called, `http://127.0.0.1:4566`; absent in its own process, where it has no port. */
  readonly endpoint?: string | undefined
}

/** The next part of an operation's work, in a transaction of its own; it may be run again, as all work may. */
type Next<O> = (call: Call) => Outcome<O>

/**
 * An operation that goes on once something outside has answered. The transaction ends here: what was put is kept, even
 * if the rest fails, and other calls are served meanwhile. The rest reads anew what may have changed.
 */
export class Later<O> {
  /** As the part before had it; its transaction is over. */
  readonly call: Call
  /** Waits without a transaction; what refuses the call is thrown by the part that comes next. */
  readonly next: () => Promise<Next<O>>

  constructor(call: Call, next: () => Promise<Next<O>>) {
    this.call = call
    this.next = next
  }
}

/** What an operation answers, or how it goes on. */
export type Outcome<O> = O | Later<O>

/** Goes on with what `ask` answered. */
export const later = <A, O>(call: Call, ask: () => Promise<A>, next: (answer: A, call: Call) => Outcome<O>): Later<O> =>
  new Later(call, async () => {
    const answer = await ask()
    return (again) => next(answer, again)
  })

/** What the SDK's module of a service exports: `<Op>Command`, `<Shape>$` schemas, and much else. */
export type SdkModule = object

/** By the instance's `input`: constructors of operations whose input is optional are overloaded. */
type CommandInput<M, K> = K extends keyof M
  ? M[K] extends new (...args: never) => {readonly input: infer I}
    ? I
    : never
  : never
type CommandOutput<M, K> = K extends keyof M
  ? M[K] extends new (...args: never) => {
      resolveMiddleware(...args: never): (...args: never) => Promise<{output: infer O}>
    }
    ? Omit<O, '$metadata'>
    : never
  : never

/** How one operation behaves. */
export interface Operation<I, O> {
  /** ARNs that the caller needs permission on; `*` when absent. */
  resource?(input: I, call: Call): string
  /** Condition keys beyond the global ones, for policy evaluation: `{'iam:PassedToService': ['…']}`. */
  conditions?(input: I, call: Call): Readonly<Record<string, readonly string[]>>
  /** The permission asked for when it is not `<prefix>:<Operation>`; `undefined` for none (GetCallerIdentity). */
  readonly action?: string | undefined
  /** What is answered later reads nothing of `tx` any more: the transaction has ended by then. */
  run(input: I, call: Call): Outcome<O> | Promise<O>
}

export type Operations<M> = {
  readonly [K in keyof M as K extends `${infer Op}Command` ? Op : never]?: Operation<
    CommandInput<M, K>,
    CommandOutput<M, K>
  >
}

/** An operation whose types are forgotten, as the dispatcher sees it. */
export type Behaviour = Operation<object, object>

/** One AWS service: behaviour only. Shapes come from the SDK's schemas, limits from the public API models. */
export interface Service<M extends SdkModule = SdkModule> {
  /** As the SDKs and botocore call it: organizations, sts, iam, cognito-idp, sso-admin. */
  readonly name: string
  /** As in the credential scope of a signature, and before the colon of its actions, where that is not the name. */
  readonly signingName?: string
  /** How the service's own errors of validation are called on the wire. */
  readonly validationError: string
  /** A service's own words for a fault, where it does not say "1 validation error detected". */
  validationWords?(violation: Violation): string | undefined
  readonly protocol: 'json' | 'query' | 'rest-xml' | 'rest-json'
  /** JSON: the prefix of X-Amz-Target. Query and REST: the API version. */
  readonly target: string
  /** JSON: the version that replies name, 1.1 when absent. */
  readonly jsonVersion?: '1.0'
  readonly sdk: M
  readonly model: Model
  readonly operations: Operations<M>
  /** For operations that AWS leaves unsigned: the account and region of the thing that they name, if it is there. */
  locate?(operation: string, input: object, tx: Transaction): {accountId: string; region: string} | undefined
}

/** A service that is read only when it is called: what routing needs of it is known before. */
export interface DeferredService {
  readonly name: string
  readonly protocol: 'json' | 'rest-json'
  readonly target: string
  /** Unsigned operations of a REST service, by method and path: `['POST /token']`. */
  readonly paths?: readonly string[]
  load(): Promise<Service>
}

/**
 * Keeps the types of a service's operations: `export const iam = defineService({name: 'iam', sdk, operations: {…}})`.
 */
export const defineService = <M extends SdkModule>(service: Service<M>): Service => service

/** The behaviour of one operation; `undefined` when the service does not implement it. */
export function findOperation({operations}: Service, name: string): Behaviour | undefined {
  return Object.hasOwn(operations, name) ? (operations as Readonly<Record<string, Behaviour>>)[name] : undefined
}

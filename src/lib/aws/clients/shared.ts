import {SignatureV4} from '@smithy/signature-v4'
import {type CallSite, type Manners, sendCarefully} from '../calls/middleware.js'
import type {Keys} from '../credentials/credentials.js'
import {keepUnknown} from './keep-unknown.js'

/** Whose calls they are: where they go, and the keys that sign them. */
export interface Caller extends CallSite {
  credentials(): Promise<Keys>
}

/** A client of the SDK, as far as all of them are alike. */
export interface SdkClient {
  readonly middlewareStack: unknown
  readonly config: object
}

/** One client of a service and region, for every caller. */
export interface SharedClient<C> {
  /** The client whose calls are this caller's: signed with their keys, paced and remembered as theirs. */
  as(caller: Caller): C
}

/**
 * What a client is made with in the place of keys. Nothing is ever signed with them: the signer takes the caller's, and
 * refuses a request that has none.
 */
export const NOBODY: Keys = {accessKeyId: 'nobody', secretAccessKey: 'nobody'}

/**
 * Shares a client among callers. A client takes 25 to 100 kB, and each account needs several: with a thousand accounts
 * that would be most of the memory of a run. The SDK puts the middleware of a call together before `send` returns, which
 * is when a call learns whose it is.
 */
export function shareClient<C extends SdkClient>(client: C, manners: Manners): SharedClient<C> {
  let sending: Caller | undefined
  const callerNow = (): Caller => {
    if (!sending) throw new Error('a call to AWS belongs to no account')
    return sending
  }
  signAsCaller(client, callerNow)
  sendCarefully(client, callerNow, manners)
  keepUnknown(client, callerNow)
  const sender = client as unknown as Sending
  return {
    as: (caller) => {
      const sendAs: Sending['send'] = (...call) => {
        const before = sending
        sending = caller
        try {
          return sender.send(...call)
        } finally {
          sending = before
        }
      }
      const config = Object.create(client.config, {credentials: {value: () => caller.credentials()}}) as object
      return Object.create(client, {send: {value: sendAs}, config: {value: config}}) as C
    },
  }
}

interface Sending {
  send(...call: unknown[]): unknown
}

/** The request, the SDK's middleware and its signer, as far as we use them. */
type SomeRequest = object & {[CALLER]?: Caller}
interface Args {
  readonly request: SomeRequest
}
type Next = (args: Args) => Promise<unknown>
interface CommandContext {
  readonly __smithy_context?: {readonly selectedHttpAuthScheme?: {readonly httpAuthOption: {readonly schemeId: string}}}
}
interface Stack {
  add(middleware: (next: Next, context: CommandContext) => Next, options: object): void
  addRelativeTo(middleware: (next: Next, context: CommandContext) => Next, options: object): void
}
interface Signer {
  sign(request: SomeRequest, options: unknown): Promise<unknown>
}
interface Signing {
  /** The SDK makes one for each request. */
  signerConstructor?: new (settings: object) => Signer
}

const CALLER = Symbol('awsup.caller')

/** How the SDK names what is not signed: Smithy's `noAuth` trait. */
const UNSIGNED = 'smithy.api#noAuth'

/** Looks for the caller's keys first, notes on each request whose it is, and has it signed with those. */
function signAsCaller({middlewareStack, config}: SdkClient, callerNow: () => Caller): void {
  const stack = middlewareStack as Stack
  stack.addRelativeTo(
    (next, context) => {
      const caller = callerNow()
      return async (args) => {
        const scheme = context.__smithy_context?.selectedHttpAuthScheme?.httpAuthOption.schemeId
        // What goes wrong while keys are looked for is no failure of the call, and not tried again as one.
        if (scheme !== UNSIGNED) await caller.credentials()
        return next(args)
      }
    },
    // As the SDK has it: keys are looked for before the endpoint, and what is wrong with a profile is said with them.
    {name: 'requireCaller', relation: 'after', toMiddleware: 'httpAuthSchemeMiddleware'},
  )
  stack.add(
    (next) => {
      const caller = callerNow()
      return (args) => {
        Object.assign(args.request, {[CALLER]: caller})
        return next(args)
      }
    },
    {name: 'noteCaller', step: 'build', priority: 'low'},
  )
  const signing = config as Signing
  const Usual = signing.signerConstructor ?? (SignatureV4 as unknown as NonNullable<Signing['signerConstructor']>)
  signing.signerConstructor = class implements Signer {
    readonly #settings: object

    constructor(settings: object) {
      this.#settings = settings
    }

    sign(request: SomeRequest, options: unknown): Promise<unknown> {
      const caller = request[CALLER]
      if (!caller) throw new Error('a request to AWS belongs to no account, and is not signed')
      return new Usual(Object.assign(this.#settings, {credentials: () => caller.credentials()})).sign(request, options)
    }
  }
}

/** Runs the functions of an account, as Lambda does. */
export interface Functions {
  /** Undefined where no function of that ARN (unqualified, or with alias) exists in this sandbox. */
  find(arn: string): RunnableFunction | undefined
}

export interface RunnableFunction {
  readonly name: string
  readonly arn: string
  invoke(request: InvokeRequest): Promise<Invocation>
}

export interface InvokeRequest {
  /** The event as JSON text. */
  readonly payload: string
  /** Ends the wait before the function's own timeout, in milliseconds. */
  readonly deadlineMs?: number
  readonly identity?: {readonly cognitoIdentityId: string; readonly cognitoIdentityPoolId: string}
  readonly clientContext?: string
}

export type Invocation =
  | {readonly status: 'answered'; readonly payload: string; readonly log: string}
  | {
      readonly status: 'failed'
      readonly errorType: string
      readonly errorMessage: string
      readonly payload: string
      readonly log: string
    }
  | {readonly status: 'late'}

/** A sandbox that runs no function, which is every one that was not told to. */
export const NO_FUNCTIONS: Functions = {find: () => undefined}

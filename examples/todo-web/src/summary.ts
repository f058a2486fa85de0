import {InvokeCommand, LambdaClient} from '@aws-sdk/client-lambda'
import type {Config} from './config'
import {credentials} from './session'

/** What functions/summary.mjs answers. */
export interface Summary {
  /** Who called, as AWS told the function: nothing that this page sent. */
  readonly identityId: string
  readonly open: number
  readonly done: number
}

/** Calls the Lambda function straight from the browser, with the user's own credentials. */
export async function askSummary({region, endpoint}: Config): Promise<Summary> {
  const client = new LambdaClient({region, endpoint, credentials})
  const {Payload, FunctionError} = await client.send(new InvokeCommand({FunctionName: 'summary'}))
  const answer: unknown = JSON.parse(new TextDecoder().decode(Payload))
  if (FunctionError !== undefined) throw new Error((answer as {errorMessage?: string}).errorMessage ?? FunctionError)
  return answer as Summary
}

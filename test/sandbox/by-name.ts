import {openSandbox} from '../../src/sandbox/sandbox.js'
import type {Settings} from '../../src/sandbox/settings.js'
import {requestHandlerFor} from '../../src/sandbox/server/in-process.js'
import {sendBySdk} from '../facts/_helpers/clients.js'
import type {Send} from '../facts/facts.js'

/** Operations of a new sandbox by their names (`ssm:PutParameter`), as its administrator, and its clock. */
export async function openByName(settings: Partial<Settings> = {}): Promise<{send: Send; clock: {now: number}}> {
  const clock = {now: Date.now()}
  const sandbox = await openSandbox({clock: () => clock.now, settings})
  return {
    send: sendBySdk({requestHandler: requestHandlerFor(sandbox), credentials: sandbox.credentials('admin')}),
    clock,
  }
}

/** Name and status of the refusal that a call ends with; `undefined` when it ends well. */
export async function refusalOf(call: Promise<unknown>): Promise<readonly [string, number | undefined] | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const {name, $metadata} = error as {name: string; $metadata?: {httpStatusCode?: number}}
    if (!$metadata) throw error
    return [name, $metadata.httpStatusCode]
  }
}

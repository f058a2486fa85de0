import {onTestFinished} from 'vitest'
import {serviceKeys} from '../../../src/sandbox/services/cognito-identity/tables.js'
import {poolKeys} from '../../../src/sandbox/services/cognito-idp/tables.js'
import {makeSigningKey} from '../../../src/sandbox/services/cognito-idp/sign-in/tokens.js'
import type {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {openSandbox} from '../../../src/sandbox/sandbox.js'
import {connectFunctions} from '../../../src/sandbox/functions/connect.js'
import {openFunctions} from './functions.js'
import {sendBySdk} from './clients.js'
import {valueAt} from './compare.js'
import {tellFunctions} from './told.js'
import type {Asked, Fact} from '../facts.js'

/** How a sandbox is opened and called: its source as it is, or as somebody changed it. */
export interface Source {
  readonly openSandbox: typeof openSandbox
  readonly requestHandlerFor: typeof requestHandlerFor
}

/** Keys take long to make, and no fact is about them: all pools of all sandboxes here sign with the same. */
const keys = {id: makeSigningKey(), access: makeSigningKey()}

const AT_ONCE = {accountCreationMs: 0, roleDelayMs: 0, newRoleDelayMs: 0, provisioningMs: 0}

/** A sandbox of a fact's own until the test has ended, where nothing takes its time unless the fact is about that. */
export async function openAsked(
  source: Source,
  {sandbox: settings, functions: told}: Pick<Fact, 'sandbox' | 'functions'>,
): Promise<Asked> {
  const runner = openFunctions()
  onTestFinished(() => runner.close())
  const sandbox = await source.openSandbox({
    functions: told ? tellFunctions(told) : runner,
    settings: {...AT_ONCE, identityCenter: 'eu-west-1', ...settings},
  })
  // What they answer needs no way back.
  connectFunctions(runner, sandbox, 'http://127.0.0.1')
  sandbox.world((tx) => serviceKeys.put(tx, ['cognito-identity.amazonaws.com'], keys.id))
  const {accessKeyId, secretAccessKey} = sandbox.credentials('root')
  const send = sendBySdk({
    requestHandler: source.requestHandlerFor(sandbox),
    credentials: sandbox.credentials('admin'),
  })
  return {
    root: {AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey},
    send: async (operation, input, as) => {
      const output = await send(operation, input, as)
      const poolId = valueAt(output, 'UserPool.Id')
      if (typeof poolId === 'string') sandbox.world((tx) => poolKeys.put(tx, [poolId], keys))
      return output
    },
  }
}

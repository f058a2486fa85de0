import {readMessages} from '../services/cognito-idp/sign-up/outbox.js'
import type {Sandbox} from '../sandbox.js'
import {findDocument} from '../server/well-known.js'
import type {SandboxReply} from '../wire/http.js'

interface Page {
  readonly path: string
  readonly query: Readonly<Record<string, readonly string[]>>
  /** Where the sandbox is called, for documents that name it. */
  readonly endpoint: string
}

const json = (value: object, status = 200): SandboxReply => ({
  status,
  headers: {'content-type': 'application/json'},
  body: `${JSON.stringify(value)}\n`,
})

/**
 * What is served besides AWS's operations: how the sandbox is, what was called, the messages that a user pool would
 * have sent, and what a user pool publishes at its issuer. `undefined` for any other path.
 */
export function findPage(sandbox: Sandbox, {path, query, endpoint}: Page): SandboxReply | undefined {
  if (path === '/_awsup/health') return json({status: 'ok'})
  if (path === '/_awsup/calls') return json(sandbox.callSummary())
  if (path === '/_awsup/messages') {
    const pool = query['pool']?.[0]
    if (pool === undefined) return json({error: 'name a user pool: /_awsup/messages?pool=<id>'}, 400)
    return json(sandbox.world((tx) => readMessages(pool, tx)))
  }
  if (!path.includes('/.well-known/')) return undefined
  const document = sandbox.world((tx) => findDocument(path, endpoint, tx))
  return document && json(document)
}

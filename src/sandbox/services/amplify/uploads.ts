import type {Transaction} from '../../store/transaction.js'
import type {SandboxReply, SandboxRequest} from '../../wire/http.js'
import {UPLOADS} from './deployments.js'
import {statusOf} from './job-states.js'
import {jobs, uploads} from './tables.js'

/** The largest zip that the sandbox takes, bytes; AWS takes 5 GB. */
export const MAX_ZIP_BYTES = 256 * 1024 * 1024

/** Whether a request puts a zip at an address that CreateDeployment gave. */
export const isUpload = ({path}: Pick<SandboxRequest, 'path'>): boolean => path.startsWith(UPLOADS)

/** Takes a zip; no signature is asked for, because the address itself is the permission. */
export function answerUpload(tx: Transaction, {method, path, body = ''}: SandboxRequest, now: number): SandboxReply {
  const named = uploads.get(tx, [path.slice(UPLOADS.length)])
  const key = named && [named.appId, named.branchName, named.jobId]
  const job = key && jobs.get(tx, key)
  if (!key || !job) return refuse(403, 'AccessDenied', 'Access Denied')
  if (method !== 'PUT')
    return refuse(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
  if (statusOf(job, now) !== 'CREATED') return refuse(403, 'AccessDenied', 'Request has expired')
  if (body.length > MAX_ZIP_BYTES)
    return refuse(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size')
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  jobs.put(tx, key, {...job, zip: tx.putBytes(bytes)})
  return {status: 200, headers: {}, body: ''}
}

const refuse = (status: number, code: string, message: string): SandboxReply => ({
  status,
  headers: {'content-type': 'application/xml'},
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
})

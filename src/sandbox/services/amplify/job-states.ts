import type {JobStatus} from '@aws-sdk/client-amplify'
import type {Settings} from '../../settings.js'
import type {Transaction} from '../../store/transaction.js'
import {readZip, type ZipProblem} from './site/zip.js'
import {branches, jobs, type Branch, type Job} from './tables.js'

/** A deployment that was made has to be started within eight hours (API reference, StartDeployment). */
export const START_WITHIN_MS = 8 * 60 * 60 * 1000

interface Now {
  readonly tx: Transaction
  readonly now: number
}

/** How a job is at a moment. A deployment waits for a quarter of its time, and runs for the rest. */
export function statusOf(job: Job, now: number): JobStatus {
  const {settled, stoppedAt, startedAt, dueAt, createdAt} = job
  if (settled) return settled.status
  if (stoppedAt !== undefined) return 'CANCELLED'
  if (startedAt === undefined || dueAt === undefined) return now > createdAt + START_WITHIN_MS ? 'FAILED' : 'CREATED'
  return now < startedAt + (dueAt - startedAt) / 4 ? 'PENDING' : 'RUNNING'
}

/** Whether nothing can change a job any more. */
export const isOver = (status: JobStatus): boolean => ['SUCCEED', 'FAILED', 'CANCELLED'].includes(status)

/**
 * Does what has become due, and answers the branch as it is then: each operation that looks at a branch calls this first, so that
 * nothing needs to run in the background. A deployment that fails changes nothing of what is served.
 */
export function settleBranch(branch: Branch, {tx, now}: Now): Branch {
  const {appId, branchName} = branch
  const due = jobs
    .list(tx, [appId, branchName])
    .filter(({settled, stoppedAt, dueAt}) => !settled && stoppedAt === undefined && dueAt !== undefined && dueAt <= now)
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
  let after = branch
  for (const job of due) after = settleJob(after, job, tx)
  if (after !== branch) branches.put(tx, [appId, branchName], after)
  return after
}

function settleJob(branch: Branch, job: Job, tx: Transaction): Branch {
  const at = job.dueAt ?? 0
  const found = job.failure === undefined ? filesOf(job, tx) : {problem: job.failure}
  const settled =
    'problem' in found ? {at, status: 'FAILED' as const, reason: found.problem} : {at, status: 'SUCCEED' as const}
  jobs.put(tx, [job.appId, job.branchName, job.jobId], {...job, settled})
  if ('problem' in found) return branch
  const site = Object.fromEntries([...found.files].map(([path, bytes]) => [path, tx.putBytes(bytes)]))
  return {...branch, activeJobId: job.jobId, site}
}

function filesOf({zip}: Job, tx: Transaction): {readonly files: ReadonlyMap<string, Uint8Array>} | ZipProblem {
  return zip === undefined ? {problem: 'The artifact was not uploaded.'} : readZip(tx.bytes(zip))
}

/** How long a deployment takes, and whether it fails, as the sandbox is set. */
export const fateOf = ({
  deploymentMs,
  faults,
}: Settings): {readonly ms: number; readonly failure?: string | undefined} => ({
  ms: deploymentMs,
  failure: faults.map(({effect}) => effect).find((effect) => effect.type === 'deployment-failure')?.reason,
})

import type * as sdk from '@aws-sdk/client-amplify'
import {page} from '../../core/pages.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import {isOver, settleBranch, statusOf} from './job-states.js'
import {badRequest, branchArn, notFound, onBranch, onJob, requireBranch, requireBranchOrBad} from './refusals.js'
import {jobs, uploads, type Job} from './tables.js'

interface JobNamed {
  readonly appId: string | undefined
  readonly branchName: string | undefined
  readonly jobId?: string | undefined
}

/** @throws ServiceError NotFoundException */
function requireJob(input: JobNamed, call: Call): Job {
  const branch = settleBranch(requireBranch(input, call), call)
  const job = jobs.get(call.tx, [branch.appId, branch.branchName, input.jobId ?? ''])
  if (!job) throw notFound(`Job ${input.jobId ?? ''} not found.`)
  return job
}

export function summaryOf(job: Job, call: Call): sdk.JobSummary {
  const {appId, branchName, jobId, createdAt, startedAt, settled, stoppedAt, sourceUrl} = job
  const endedAt = settled?.at ?? stoppedAt
  return {
    jobArn: `${branchArn(call, appId, branchName)}/jobs/${jobId}`,
    jobId,
    commitId: 'HEAD',
    commitMessage: '',
    commitTime: new Date(createdAt),
    startTime: new Date(startedAt ?? createdAt),
    status: statusOf(job, call.now),
    ...(endedAt !== undefined && {endTime: new Date(endedAt)}),
    jobType: 'MANUAL',
    ...(sourceUrl !== undefined && {sourceUrl, sourceUrlType: 'ZIP' as const}),
  }
}

const GetJob: Operation<sdk.GetJobCommandInput, sdk.GetJobResult> = {
  resource: onJob,
  run(input, call) {
    const job = requireJob(input, call)
    const summary = summaryOf(job, call)
    const {startTime, status, endTime = new Date(call.now)} = summary
    const step = {stepName: 'DEPLOY', startTime, status, endTime, context: '', screenshots: {}}
    const reason = job.settled?.reason
    return {
      job: {
        summary,
        steps: job.startedAt === undefined ? [] : [{...step, ...(reason !== undefined && {statusReason: reason})}],
      },
    }
  },
}

/** The newest first. */
const ListJobs: Operation<sdk.ListJobsCommandInput, sdk.ListJobsResult> = {
  resource: onBranch,
  run(input, call) {
    const branch = settleBranch(requireBranchOrBad(input, call), call)
    const all = jobs.list(call.tx, [branch.appId, branch.branchName])
    const {nextToken: token, maxResults: limit} = input
    const key = ({jobId}: Job): string => String(1e12 - Number(jobId))
    const {items, next} = page(all, {key, token, limit: limit || 50, badToken: 'BadRequestException'}, call)
    return {jobSummaries: items.map((job) => summaryOf(job, call)), nextToken: next}
  },
}

const StopJob: Operation<sdk.StopJobCommandInput, sdk.StopJobResult> = {
  resource: onJob,
  run(input, call) {
    const job = requireJob(input, call)
    const status = statusOf(job, call.now)
    if (isOver(status)) throw badRequest(`Job ${job.jobId} is in status ${status} and can not be stopped.`)
    const stopped = {...job, stoppedAt: call.now}
    jobs.put(call.tx, [job.appId, job.branchName, job.jobId], stopped)
    return {jobSummary: summaryOf(stopped, call)}
  },
}

/** What a job has put live stays live. */
const DeleteJob: Operation<sdk.DeleteJobCommandInput, sdk.DeleteJobResult> = {
  resource: onJob,
  run(input, call) {
    const job = requireJob(input, call)
    jobs.delete(call.tx, [job.appId, job.branchName, job.jobId])
    uploads.delete(call.tx, [job.uploadToken])
    return {jobSummary: summaryOf(job, call)}
  },
}

export const jobOperations = {GetJob, ListJobs, StopJob, DeleteJob} satisfies Operations<typeof sdk>

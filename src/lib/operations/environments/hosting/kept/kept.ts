import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {readRegularFile} from '../../../../../files/read.js'
import {ConflictError} from '../../../../base/errors.js'
import {readPrivate, removeQuietly, writePrivate} from '../../../../sessions/private-file.js'
import {sha256Of, type Archive} from '../site/archive.js'
import {openKeptFolder} from './place.js'

/** How many deployments of a branch are kept. */
export const KEPT = 10

const LARGEST_ZIP = 512 * 1024 * 1024

/** A deployment that this machine made, and what it deployed. */
export interface KeptDeployment {
  readonly jobId: string
  /** SHA-256 of the zip, and over everything in it but the configuration. */
  readonly sha256: string
  readonly build: string
  readonly files: number
  readonly bytes: number
  /** Of a rollback: the deployment whose files these are. */
  readonly of?: string | undefined
  /** ISO 8601. */
  readonly at: string
}

/** A deployment that was begun: of which jobs it is known that they are ours. */
export interface Begun {
  /** The newest job before it, 0 where there was none. */
  readonly after: number
  readonly jobId?: string | undefined
  readonly sha256: string
  readonly back?: GoingBack | undefined
}

/** A rollback that was begun, so that the same command goes on with it instead of going back further. */
export interface GoingBack {
  /** The deployment whose files these are. */
  readonly to: string
  /** What was live before. */
  readonly from: string
}

/** What is kept of one branch. */
export interface KeptPlace {
  readonly folder: string
  begun(): Begun | undefined
  begin(begun: Begun): void
  end(): void
  /** Newest first. What is damaged is left out: it can be deployed from the build again. */
  list(): readonly KeptDeployment[]
  /** Keeps a zip under its hash. */
  keep(archive: Archive): void
  note(deployment: KeptDeployment): void
  /** The zip of a deployment. Throws ConflictError `ZIP_NOT_KEPT` where it is gone, or is not what was deployed. */
  zipOf(deployment: KeptDeployment): Uint8Array
}

interface BranchOf {
  readonly accountId: string
  readonly appId: string
  readonly branch: string
}

/** Opens what is kept of a branch; `undefined` where there is no place that is the user's alone. */
export function openKept(root: string, {accountId, appId, branch}: BranchOf): KeptPlace | undefined {
  const folder = openKeptFolder(root, `${accountId}-${appId}-${branch}`)
  if (folder === undefined) return undefined
  const at = (name: string): string => join(folder, name)
  const list = (): readonly KeptDeployment[] =>
    names(folder)
      .flatMap((name) => (/^\d+\.json$/.test(name) ? (readDeployment(at(name)) ?? []) : []))
      .sort((a, b) => Number(b.jobId) - Number(a.jobId))
  return {
    folder,
    begun: () => readBegun(at('begun.json')),
    begin: (begun) => writePrivate(at('begun.json'), json(begun)),
    end: () => void removeQuietly(at('begun.json')),
    list,
    keep: ({zip, sha256}) => {
      if (!names(folder).includes(`${sha256}.zip`)) writePrivate(at(`${sha256}.zip`), Buffer.from(zip))
    },
    note: (deployment) => {
      writePrivate(at(`${deployment.jobId}.json`), json(deployment))
      const all = list()
      for (const {jobId} of all.slice(KEPT)) removeQuietly(at(`${jobId}.json`))
      const used = new Set(all.slice(0, KEPT).map(({sha256}) => `${sha256}.zip`))
      for (const name of names(folder)) if (name.endsWith('.zip') && !used.has(name)) removeQuietly(at(name))
    },
    zipOf: ({sha256, jobId}) => {
      const refuse = (why: string): Error => gone(jobId, why)
      const bytes = readRegularFile(at(`${sha256}.zip`), {
        limit: LARGEST_ZIP,
        noLink: () => gone(jobId, 'is a link'),
        refuse,
      })
      if (!bytes) throw gone(jobId, 'is gone')
      if (sha256Of(bytes) !== sha256) throw gone(jobId, 'is not what was deployed')
      return bytes
    },
  }
}

const names = (folder: string): readonly string[] => readdirSync(folder)

const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`)

function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  const bytes = readPrivate(path)
  if (bytes === undefined || bytes === 'unfit') return undefined
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isJobId = (value: unknown): value is string => typeof value === 'string' && /^\d{1,20}$/.test(value)

function readDeployment(path: string): KeptDeployment | undefined {
  const {jobId, sha256, build, files, bytes, of, at} = readJson(path) ?? {}
  const isWhole = isJobId(jobId) && isHash(sha256) && isHash(build) && typeof at === 'string'
  return isWhole && typeof files === 'number' && typeof bytes === 'number'
    ? {jobId, sha256, build, files, bytes, of: isJobId(of) ? of : undefined, at}
    : undefined
}

function readBegun(path: string): Begun | undefined {
  const {after, jobId, sha256, back} = readJson(path) ?? {}
  return typeof after === 'number' && isHash(sha256)
    ? {after, sha256, jobId: isJobId(jobId) ? jobId : undefined, back: readBack(back)}
    : undefined
}

function readBack(value: unknown): GoingBack | undefined {
  const {to, from} = typeof value === 'object' && value !== null ? {to: undefined, from: undefined, ...value} : {}
  return isJobId(to) && isJobId(from) ? {to, from} : undefined
}

const gone = (jobId: string, why: string): ConflictError =>
  new ConflictError(`the kept zip of deployment ${Number(jobId)} ${why}`, {
    code: 'ZIP_NOT_KEPT',
    hint: 'Build that version again and deploy it: awsup deploy <env>. What can be rolled back to: awsup deployments list',
    details: {jobId},
  })

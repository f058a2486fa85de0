import type {CacheConfigType, Certificate, CustomRule, Platform, Stage, SubDomainSetting} from '@aws-sdk/client-amplify'
import {table} from '../../store/transaction.js'

/** What CreateApp and UpdateApp set; what is absent was never said. */
export interface AppSettings {
  readonly name: string
  readonly description?: string | undefined
  readonly platform?: Platform | undefined
  readonly iamServiceRoleArn?: string | undefined
  readonly environmentVariables?: Readonly<Record<string, string>> | undefined
  readonly enableBranchAutoBuild?: boolean | undefined
  readonly enableBranchAutoDeletion?: boolean | undefined
  readonly enableBasicAuth?: boolean | undefined
  readonly basicAuthCredentials?: string | undefined
  readonly customRules?: readonly CustomRule[] | undefined
  readonly buildSpec?: string | undefined
  readonly customHeaders?: string | undefined
  readonly enableAutoBranchCreation?: boolean | undefined
  readonly cacheConfig?: {readonly type: CacheConfigType | undefined} | undefined
}

export interface App extends AppSettings {
  readonly appId: string
  readonly accountId: string
  readonly region: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Readonly<Record<string, string>>
}

export interface BranchSettings {
  readonly description?: string | undefined
  readonly stage?: Stage | undefined
  readonly framework?: string | undefined
  readonly enableNotification?: boolean | undefined
  readonly enableAutoBuild?: boolean | undefined
  readonly environmentVariables?: Readonly<Record<string, string>> | undefined
  readonly basicAuthCredentials?: string | undefined
  readonly enableBasicAuth?: boolean | undefined
  readonly enablePerformanceMode?: boolean | undefined
  readonly enablePullRequestPreview?: boolean | undefined
  readonly enableSkewProtection?: boolean | undefined
  readonly buildSpec?: string | undefined
  readonly ttl?: string | undefined
  readonly displayName?: string | undefined
}

export interface Branch extends BranchSettings {
  readonly appId: string
  readonly branchName: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: Readonly<Record<string, string>>
  /** Counts up: ids of jobs are never used again. */
  readonly lastJob: number
  /** The job whose files are served. */
  readonly activeJobId?: string | undefined
  /** Path from the root → name of its bytes in the store. */
  readonly site?: Readonly<Record<string, string>> | undefined
}

export interface Job {
  readonly appId: string
  readonly branchName: string
  readonly jobId: string
  readonly createdAt: number
  /** Part of the address that the zip is put at. */
  readonly uploadToken: string
  /** Name of the zip's bytes in the store. */
  readonly zip?: string | undefined
  readonly startedAt?: number | undefined
  readonly dueAt?: number | undefined
  readonly stoppedAt?: number | undefined
  /** Why it fails when it is due. */
  readonly failure?: string | undefined
  /** When its end was seen. */
  readonly settled?: {readonly at: number; readonly status: 'SUCCEED' | 'FAILED'; readonly reason?: string} | undefined
  readonly sourceUrl?: string | undefined
}

export interface Domain {
  readonly appId: string
  readonly domainName: string
  readonly createdAt: number
  readonly subDomains: readonly SubDomainSetting[]
  readonly certificate?: Pick<Certificate, 'type' | 'customCertificateArn'> | undefined
  readonly enableAutoSubDomain: boolean
  /** Random parts of its DNS records. */
  readonly random: string
}

/** Key [appId]: ids are unique in all of AWS. */
export const apps = table<App>('amplify/apps')
/** Key [appId, branchName]. */
export const branches = table<Branch>('amplify/branches')
/** Key [appId, branchName, jobId]. */
export const jobs = table<Job>('amplify/jobs')
/** Key [appId, domainName]. */
export const domains = table<Domain>('amplify/domains')
/** Where the zip of a job is put: key [token] → the job. */
export const uploads = table<Pick<Job, 'appId' | 'branchName' | 'jobId'>>('amplify/uploads')
/** When apps were made, for the limit of an hour: key [accountId, region] → ms since 1970. */
export const creations = table<readonly number[]>('amplify/creations')

import {bucketNameOf, tableNameOf} from '../../manifest/desired/data/names.js'
import type {Environment, Manifest} from '../../manifest/manifest.js'
import type {PolicyStatement} from './policy.js'

/** What `import table` and `import bucket` read beside what is read of every table and bucket. */
const IMPORT_ACTIONS: readonly string[] = [
  'dynamodb:DescribeKinesisStreamingDestination',
  'dynamodb:GetResourcePolicy',
  's3:GetBucketAcl',
  's3:GetBucketLogging',
  's3:GetBucketNotification',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketPolicyStatus',
  's3:GetBucketRequestPayment',
  's3:GetBucketWebsite',
  's3:GetReplicationConfiguration',
]

/** How they add awsup's tags. */
const TAG_ACTIONS: readonly string[] = ['dynamodb:TagResource', 's3:PutBucketTagging']

/** Of buckets the one action that names none: whether a name that may not be read is the account's own. */
const NAMES_NONE = 's3:ListAllMyBuckets'

/** Whether an action is about tables or buckets of `data`. */
export const isDataAction = (action: string): boolean => /^(dynamodb|s3):/.test(action)

/**
 * What awsup does to the tables and buckets that awsup.yaml declares, on those alone; nothing where there is none. The
 * service authorization reference names what each action is about.
 *
 * @param idOf an environment's account in an ARN, `*` where it is not known
 */
export function dataStatements(
  manifest: Manifest,
  environments: readonly Environment[],
  {actions, idOf}: {readonly actions: readonly string[]; readonly idOf: (environment: Environment) => string},
): readonly PolicyStatement[] {
  const {tables, buckets} = manifest.data
  const of = (service: string): readonly string[] =>
    actions.filter((action) => action.startsWith(`${service}:`) && action !== NAMES_NONE)
  const tableArns = environments.flatMap((environment) =>
    [...tables].map(
      ([key, one]) =>
        `arn:aws:dynamodb:${environment.region}:${idOf(environment)}:table/${tableNameOf(key, one, {manifest, environment})}`,
    ),
  )
  const bucketArns = environments.flatMap((environment) =>
    [...buckets].flatMap(([key, one]) => {
      const name = bucketNameOf(key, one, {manifest, environment}).replace('{account}', idOf(environment))
      return [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`]
    }),
  )
  const statement = (Sid: string, Action: readonly string[], Resource: readonly string[] | '*'): PolicyStatement[] =>
    Resource.length === 0 ? [] : [{Sid, Effect: 'Allow', Action, Resource}]
  return [
    ...statement('AwsupTables', of('dynamodb'), [...new Set(tableArns)].sort()),
    ...statement('AwsupBuckets', of('s3'), [...new Set(bucketArns)].sort()),
    ...(bucketArns.length === 0 ? [] : statement('AwsupTellsItsBuckets', [NAMES_NONE], '*')),
  ]
}

/**
 * What `import table` and `import bucket` do: they read the settings of a table or bucket that awsup.yaml does not name yet, and
 * tag it. No item, no object, and nothing else is read or changed.
 *
 * @param places region and account of the environments, `*` where they are not known
 */
export function importStatements(
  places: readonly {readonly region: string; readonly accountId: string}[],
  actions: readonly string[],
): readonly PolicyStatement[] {
  const reads = actions.filter((action) =>
    /^(dynamodb:(Describe|List)|s3:Get(Bucket|Encryption|Lifecycle))/.test(action),
  )
  const of = (service: string): readonly string[] =>
    [...new Set([...reads, ...IMPORT_ACTIONS, ...TAG_ACTIONS])].filter((one) => one.startsWith(`${service}:`)).sort()
  const tables = places.map(({region, accountId}) => `arn:aws:dynamodb:${region}:${accountId}:table/*`)
  return [
    {Sid: 'AwsupImportsTables', Effect: 'Allow', Action: of('dynamodb'), Resource: [...new Set(tables)].sort()},
    {Sid: 'AwsupImportsBuckets', Effect: 'Allow', Action: of('s3'), Resource: 'arn:aws:s3:::*'},
    {Sid: 'AwsupFindsBucketsToImport', Effect: 'Allow', Action: [NAMES_NONE], Resource: '*'},
  ]
}

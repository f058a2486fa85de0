import {dataOf, unreadableIn, type CodeFile} from '../text/code/code.js'
import {UsageError} from '../base/errors.js'
import {bucketNote, readAmplifyGen2, tableNote} from './amplify-gen2.js'
import {isResourcesConfig, readResourcesConfig} from './amplify-resources.js'
import {poolsOf, type Found} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, makePart, USER_POOL_ID, type Part} from './part.js'

/** What is read of it; code that decides on one of these is refused. */
const IDS =
  /^([^.]+\.)?(aws_user_pools_id|aws_user_pools_web_client_id|aws_cognito_identity_pool_id|auth\.(user_pool_id|user_pool_client_id|identity_pool_id)|Auth(\.Cognito)?(\.(userPoolId|userPool(Web)?ClientId|identityPoolId))?)$/
/** So many places of code are named; more of them tell nothing more. */
const MOST_NOTES = 5

/**
 * `aws-exports.js` of Amplify Gen 1, in JavaScript or TypeScript: one object, read as data and never run. What only a run
 * would tell is noted with its line. Throws UsageError where an id is such.
 */
export function readAwsExports(file: string, code: CodeFile): Found {
  const hidden = [
    ...unreadableIn(code.root).map(({path, line, what}) => ({path, line, what})),
    ...code.changes.map(({path, line}) => ({path, line, what: `a change of ${path.join('.') || 'the object'}`})),
  ]
  const [id] = hidden.filter(({path}) => IDS.test(path.join('.')))
  if (id) throw unread(file, `line ${id.line}: ${id.path.join('.')} is code: ${id.what}`)
  const [all] = code.changes.filter(({path}) => path.length === 0)
  if (all) throw unread(file, `line ${all.line}: the object is changed by code`)
  const found = readObject(file, makePart(file, '', dataOf(code.root)))
  const [first] = hidden.filter(({path}) => path.length === 0)
  if (found.pools.length === 0 && first)
    throw unread(file, `line ${first.line}: ${first.what} is code, and the file names no user pool otherwise`)
  const notes = [...new Set(hidden.map(({line, what}) => `${file} line ${line} is code and is not read: ${what}`))]
  const more =
    notes.length > MOST_NOTES ? [`${file}: ${notes.length - MOST_NOTES} more places are code and are not read.`] : []
  return {...found, notes: [...found.notes, ...notes.slice(0, MOST_NOTES), ...more]}
}

/** What is exported: as one of Amplify's tools writes it, or several of them by the names of environments. */
function readObject(file: string, root: Part): Found {
  if (isResourcesConfig(root)) return readResourcesConfig(file, root)
  if (root.value instanceof Object && isGen2Config(root)) return withoutOutput(file, readAmplifyGen2(file, root))
  const found = readMobileConfig(file, root, 'aws-exports')
  const several = root.entries().filter(([, {value}]) => value instanceof Object && 'aws_user_pools_id' in value)
  if (found.pools.length > 0 || several.length === 0) return found
  const read = several.map(([environment, part]) => {
    const {pools, ...rest} = readMobileConfig(file, part, 'aws-exports')
    return {...rest, pools: pools.map((pool) => ({...pool, environment, from: `${file}, ${environment}`}))}
  })
  return withoutOutput(file, {
    pools: read.flatMap(({pools}) => pools),
    outputs: [],
    notes: read.flatMap(({notes}) => notes),
  })
}

const isGen2Config = (root: Part): boolean =>
  root.at('auth').value instanceof Object && root.at('auth').at('user_pool_id').value !== undefined

const withoutOutput = (file: string, found: Found): Found => ({
  ...found,
  outputs: [],
  notes: [
    ...found.notes,
    `awsup does not write ${file}: change the ids in it yourself when you switch environments, or let the application read a file that awsup writes (docs/guide/outputs.md).`,
  ],
})

const unread = (file: string, what: string): UsageError =>
  new UsageError(`${file} ${what}`, {
    code: 'IMPORT_SOURCE',
    hint: 'awsup reads the file as data and never runs it: name the ids yourself with awsup import pool.',
    details: {file},
  })

/** The same keys stand in the `amplifyconfiguration.json` that Amplify writes for JavaScript (from CLI 12.5 on). */
export function readMobileConfig(file: string, root: Part, format: 'aws-exports' | 'amplifyconfiguration'): Found {
  const userPoolId = root.at('aws_user_pools_id').text(USER_POOL_ID)
  const clientId = root.at('aws_user_pools_web_client_id').text(CLIENT_ID)
  const bucket = root.at('aws_user_files_s3_bucket').text(ANY)
  const tables = root
    .at('aws_dynamodb_table_schemas')
    .items()
    .map((table) => table.at('tableName').text(ANY))
  return {
    pools: poolsOf(file, {
      userPoolId,
      clientId,
      identityPoolId: root.at('aws_cognito_identity_pool_id').text(IDENTITY_POOL_ID),
    }),
    outputs: [{format, path: file}],
    notes: [
      ...(bucket === undefined ? [] : [bucketNote(bucket)]),
      ...tables.flatMap((table) => (table === undefined ? [] : [tableNote(table)])),
    ],
  }
}

import {parseDocument} from 'yaml'
import {UsageError} from '../errors.js'
import type {Found} from './found.js'
import {bucketNote, tableNote} from './amplify-gen2.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, makePart, requireSize, USER_POOL_ID, type Part} from './part.js'

/**
 * `aws-exports.js` of Amplify Gen 1: one object literal. It is read as data, and never run: Amplify writes JSON, and what
 * formatters make of it (names without quotes, a comma at the end) is YAML. Throws UsageError where it is more than that.
 */
export function readAwsExports(file: string, text: string): Found {
  requireSize(file, text.length)
  const literal = /=\s*(\{[^]*\})\s*;?\s*export\s+default\s+\w+\s*;?\s*$/.exec(text)?.[1]
  if (literal === undefined) {
    throw new UsageError(`${file} is not as Amplify writes it: one object, and "export default"`, {
      code: 'IMPORT_SOURCE',
      hint: 'awsup reads it as data and never runs it: name the ids yourself with awsup import pool.',
      details: {file},
    })
  }
  const document = parseDocument(literal, {stringKeys: true, prettyErrors: false})
  const [problem] = document.errors
  if (problem) {
    throw new UsageError(`${file} is not one plain object: ${problem.message}`, {
      code: 'IMPORT_SOURCE',
      hint: 'Is this the file as Amplify wrote it? Name the ids yourself with awsup import pool.',
      details: {file},
    })
  }
  return readMobileConfig(file, makePart(file, '', document.toJS({maxAliasCount: 0})), 'aws-exports')
}

/** The same keys stand in `amplifyconfiguration.json`. */
export function readMobileConfig(file: string, root: Part, format: 'aws-exports' | 'amplifyconfiguration'): Found {
  const userPoolId = root.at('aws_user_pools_id').text(USER_POOL_ID)
  const clientId = root.at('aws_user_pools_web_client_id').text(CLIENT_ID)
  const bucket = root.at('aws_user_files_s3_bucket').text(ANY)
  const tables = root
    .at('aws_dynamodb_table_schemas')
    .items()
    .map((table) => table.at('tableName').text(ANY))
  return {
    pools:
      userPoolId === undefined
        ? []
        : [
            {
              userPoolId,
              clients: clientId === undefined ? {} : {web: clientId},
              identityPoolId: root.at('aws_cognito_identity_pool_id').text(IDENTITY_POOL_ID),
              from: file,
            },
          ],
    outputs: [{format, path: file}],
    notes: [
      ...(bucket === undefined ? [] : [bucketNote(bucket)]),
      ...tables.flatMap((table) => (table === undefined ? [] : [tableNote(table)])),
    ],
  }
}

import {poolsOf, type Found} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** `amplify_outputs.json`, which Gen 2 writes (its schema: aws-amplify/amplify-backend, packages/client-config). */
export function readAmplifyGen2(file: string, root: Part): Found {
  const auth = root.at('auth')
  const userPoolId = auth.at('user_pool_id').text(USER_POOL_ID)
  const clientId = auth.at('user_pool_client_id').text(CLIENT_ID)
  return {
    pools: poolsOf(file, {userPoolId, clientId, identityPoolId: auth.at('identity_pool_id').text(IDENTITY_POOL_ID)}),
    outputs: [{format: 'amplify', path: file}],
    notes: [...storageNotes(root.at('storage')), ...dataNotes(root.at('data'))],
  }
}

function storageNotes(storage: Part): readonly string[] {
  const several = storage
    .at('buckets')
    .items()
    .map((bucket) => bucket.at('bucket_name').text(ANY))
  const all = [...new Set([storage.at('bucket_name').text(ANY), ...several])]
  return all.flatMap((bucket) => (bucket === undefined ? [] : [bucketNote(bucket)]))
}

/** What to say of a bucket: rules are never added behind the reader's back. */
export const bucketNote = (bucket: string): string =>
  `The application uses the bucket ${bucket}. Its users keep the access that their role gives them now; to have awsup look after it, write under access.authenticated: - s3: { bucket: "${bucket}", owner: identity }`

/** What to say of a table. */
export const tableNote = (table: string): string =>
  `The application uses the table ${table}. Its users keep the access that their role gives them now; to have awsup look after it, write under access.authenticated: - dynamodb: { table: "${table}", owner: identity }`

const dataNotes = (data: Part): readonly string[] => {
  const url = data.at('url').text(ANY)
  return url === undefined
    ? []
    : [`The application's API at ${url} stays with Amplify: awsup neither makes nor changes it.`]
}

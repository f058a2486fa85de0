import {bucketNote} from './amplify-gen2.js'
import type {Found, FoundOutput} from './found.js'
import {ANY, CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** Whether it is the shape of the libraries for Swift, Android and Flutter (Gen 1), or of the SDKs before them. */
export const isNativeConfig = (root: Part): boolean =>
  root.at('auth').at('plugins').value !== undefined || root.at('CognitoUserPool').value !== undefined

/**
 * `amplifyconfiguration.json` (and `.dart`) of Gen 1, and `awsconfiguration.json` before it, whose sections stand at the top.
 * The latter is only read: awsup has no format for it.
 */
export function readNativeConfig(file: string, root: Part, format: FoundOutput['format']): Found {
  const isOld = root.at('CognitoUserPool').value !== undefined
  const plugin = isOld ? root : root.at('auth').at('plugins').at('awsCognitoAuthPlugin')
  const pool = plugin.at('CognitoUserPool').at('Default')
  const userPoolId = pool.at('PoolId').text(USER_POOL_ID)
  const clientId = pool.at('AppClientId').text(CLIENT_ID)
  const identityPool = plugin.at('CredentialsProvider').at('CognitoIdentity').at('Default')
  const bucket = root.at('storage').at('plugins').at('awsS3StoragePlugin').at('bucket').text(ANY)
  return {
    pools:
      userPoolId === undefined
        ? []
        : [
            {
              userPoolId,
              clients: clientId === undefined ? {} : {native: clientId},
              identityPoolId: identityPool.at('PoolId').text(IDENTITY_POOL_ID),
              from: file,
            },
          ],
    outputs: isOld ? [] : [{format, path: file}],
    notes: [
      ...(bucket === undefined ? [] : [bucketNote(bucket)]),
      ...(isOld ? [`awsup does not write ${file}: change the ids in it yourself when you switch environments.`] : []),
    ],
  }
}

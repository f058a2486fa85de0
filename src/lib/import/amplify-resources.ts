import {poolsOf, type Found} from './found.js'
import {CLIENT_ID, IDENTITY_POOL_ID, USER_POOL_ID, type Part} from './part.js'

/** Whether it is what people hand to `Amplify.configure` themselves: `Auth` with a user pool in it. */
export const isResourcesConfig = (root: Part): boolean =>
  [root.at('Auth'), root.at('Auth').at('Cognito')].some((auth) => auth.at('userPoolId').value !== undefined)

/**
 * `{Auth: {Cognito: {userPoolId, userPoolClientId, identityPoolId}}}` of Amplify v6, and `{Auth: {userPoolId,
 * userPoolWebClientId, identityPoolId}}` before it. Only read: for v6 awsup writes a file of its own, `amplify-ts`.
 */
export function readResourcesConfig(file: string, root: Part): Found {
  const isNew = root.at('Auth').at('Cognito').at('userPoolId').value !== undefined
  const auth = isNew ? root.at('Auth').at('Cognito') : root.at('Auth')
  const userPoolId = auth.at('userPoolId').text(USER_POOL_ID)
  const clientId = auth.at(isNew ? 'userPoolClientId' : 'userPoolWebClientId').text(CLIENT_ID)
  return {
    pools: poolsOf(file, {userPoolId, clientId, identityPoolId: auth.at('identityPoolId').text(IDENTITY_POOL_ID)}),
    outputs: [],
    notes: [
      `awsup does not edit Auth in ${file}: it stays as it is when you switch environments. Instead, let the application read a file that awsup writes: outputs: - { format: amplify-ts, path: src/amplify.ts }`,
    ],
  }
}

import type * as sdk from '@aws-sdk/client-cognito-identity'
import type {Operations} from '../../core/service.js'

/** Some of the identity pool operations; each file of this folder gives the ones of its subject. */
export type IdentityPoolOperations = Operations<typeof sdk>

import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type {Operations} from '../../core/service.js'

/** Some of the user pool operations; each file of this folder gives the ones of its subject. */
export type UserPoolOperations = Operations<typeof sdk>

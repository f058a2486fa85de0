import type * as sdk from '@aws-sdk/client-iam'
import type {Operations} from '../service.js'
import {userKind} from './entity.js'
import {userMeant} from './input.js'
import {operationsOn} from './operation.js'

interface UserInput {
  UserName?: string | undefined
}

const {on} = operationsOn(userKind, ({UserName}: UserInput, call) => userMeant(UserName, call))

/**
 * Credentials that no user of the sandbox can get, because nothing creates them here. Clients list them before they
 * delete a user, and an empty list is the truth.
 */
export const absentCredentialOperations: Operations<typeof sdk> = {
  ListSigningCertificates: on(() => ({Certificates: [], IsTruncated: false})),
  ListSSHPublicKeys: on(() => ({SSHPublicKeys: [], IsTruncated: false})),
  ListServiceSpecificCredentials: on(() => ({ServiceSpecificCredentials: [], IsTruncated: false})),
}

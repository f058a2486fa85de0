import type {Instance, PermissionSet} from './tables.js'

/** `arn:aws:sso:::instance/ssoins-1234567890abcdef` */
export const instanceArn = ({instanceId}: Pick<Instance, 'instanceId'>): string =>
  `arn:aws:sso:::instance/ssoins-${instanceId}`

/** `arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef` */
export const permissionSetArn = ({
  instanceId,
  permissionSetId,
}: Pick<PermissionSet, 'instanceId' | 'permissionSetId'>): string =>
  `arn:aws:sso:::permissionSet/ssoins-${instanceId}/ps-${permissionSetId}`

/** The id at the end of a permission set's ARN; empty where there is none. */
export const permissionSetIdIn = (arn: string): string => /\/ps-([^/]+)$/.exec(arn)?.[1] ?? ''

/** How policies name an account that assignments are made in. */
export const accountArn = (accountId: string): string => `arn:aws:sso:::account/${accountId}`

import {GetGroupIdCommand, GetUserIdCommand} from '@aws-sdk/client-identitystore'
import {absentWhen} from '../../../aws/calls/absent.js'
import {AwsRefusedError} from '../../../base/errors.js'
import type {Context} from '../../../base/resource.js'
import {centerPage} from './center-page.js'

/** A user or a group of IAM Identity Center, by its name there. */
export interface PrincipalKey {
  readonly region: string
  readonly identityStoreId: string
  readonly principalType: 'USER' | 'GROUP'
  /** User name, or display name of the group. */
  readonly principal: string
}

/** Its id; `undefined` where there is none of that name. */
export async function findPrincipal(
  {region, identityStoreId, principalType, principal}: PrincipalKey,
  {aws}: Context,
): Promise<string | undefined> {
  const {store} = await aws.identityCenter(region)
  const asked = (AttributePath: string) => ({
    IdentityStoreId: identityStoreId,
    AlternateIdentifier: {UniqueAttribute: {AttributePath, AttributeValue: principal}},
  })
  return absentWhen('ResourceNotFoundException', async () =>
    principalType === 'USER'
      ? (await store.send(new GetUserIdCommand(asked('userName')))).UserId
      : (await store.send(new GetGroupIdCommand(asked('displayName')))).GroupId,
  )
}

/** Throws AwsRefusedError `NO_SUCH_PERSON` where there is none: awsup makes and deletes no users and no groups. */
export async function requirePrincipal(key: PrincipalKey, context: Context): Promise<string> {
  const id = await findPrincipal(key, context)
  if (id !== undefined) return id
  const {principalType, principal, region} = key
  const isUser = principalType === 'USER'
  const page = centerPage(region, isUser ? '#!/users' : '#!/groups')
  throw new AwsRefusedError(`IAM Identity Center has no ${isUser ? 'user' : 'group'} ${JSON.stringify(principal)}`, {
    code: 'NO_SUCH_PERSON',
    hint: `Nothing was changed. Add it in the console, or in the directory that IAM Identity Center takes its users from: ${page} Or correct the name in awsup.yaml: users.<name>.${isUser ? 'userName' : 'group'}.`,
    details: {type: principalType, name: principal, url: page},
  })
}

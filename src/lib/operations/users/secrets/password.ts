import {CreateLoginProfileCommand, GetLoginProfileCommand, UpdateLoginProfileCommand} from '@aws-sdk/client-iam'
import {absentWhen, isError} from '../../../aws/calls/absent.js'
import {mayBeDone} from '../../../aws/calls/call.js'
import {ConflictError} from '../../../base/errors.js'
import {sendFor} from '../../changes/errands.js'
import {makePassword} from '../passwords.js'
import type {UserSecrets, Wanted} from '../secrets-facts.js'

/** Throws ConflictError where the user has a console password. */
export async function requireNoPassword({aws, errand}: Wanted): Promise<void> {
  const {iam, accountId} = aws
  const UserName = errand.name
  const found = await absentWhen('NoSuchEntityException', () => iam.send(new GetLoginProfileCommand({UserName})))
  if (!found) return
  throw new ConflictError(`user ${UserName} has a console password already`, {
    code: 'HAS_PASSWORD',
    hint: `To hand out a new one, delete the user and make it again, or reset it in the IAM console of account ${accountId}.`,
  })
}

/**
 * A password that must be changed at the first sign-in. What a run that died has set is replaced; so is what our own
 * first attempt has set where its reply was lost, for IAM then answers that there is one.
 */
export async function createPassword(wanted: Wanted): Promise<Required<Pick<UserSecrets, 'password' | 'signInUrl'>>> {
  const {engine, aws, errand, begun} = wanted
  const {iam, accountId} = aws
  const signIn = (password: string) => ({password, signInUrl: `https://${accountId}.signin.aws.amazon.com/console`})
  if (begun?.receipt?.['password'] !== undefined) {
    const replaced = await absentWhen('NoSuchEntityException', () => replacePassword(wanted))
    if (replaced !== undefined) return signIn(replaced)
  }
  const first = makePassword()
  const profile = {UserName: errand.name, Password: first, PasswordResetRequired: true}
  try {
    await sendFor(engine, errand, () => iam.send(new CreateLoginProfileCommand(profile)))
    return signIn(first)
  } catch (error) {
    if (isError(error, 'EntityAlreadyExistsException') && mayBeDone(error)) return signIn(await replacePassword(wanted))
    throw error
  }
}

async function replacePassword({aws, errand}: Wanted): Promise<string> {
  const Password = makePassword()
  const profile = {UserName: errand.name, Password, PasswordResetRequired: true}
  try {
    await aws.iam.send(new UpdateLoginProfileCommand(profile))
  } catch (error) {
    // An account may forbid to use a password again: then our own first attempt has set this one.
    if (!isError(error, 'PasswordPolicyViolationException') || !mayBeDone(error)) throw error
  }
  return Password
}

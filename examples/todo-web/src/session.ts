import {confirmSignIn, fetchAuthSession, getCurrentUser, signIn, signOut} from 'aws-amplify/auth'

/** Who is signed in. */
export interface Session {
  readonly email: string
  /** The owner of everything here: the table's partition key, and the folder in the bucket. */
  readonly identityId: string
  /** Groups of the user pool, as the ID token says. What they allow is decided by AWS, not here. */
  readonly groups: readonly string[]
}

/** The session of an earlier visit, if there is one that still holds. */
export async function findSession(): Promise<Session | undefined> {
  try {
    await getCurrentUser()
  } catch {
    return undefined
  }
  return openSession()
}

async function openSession(): Promise<Session> {
  const {identityId, tokens} = await fetchAuthSession()
  const email = tokens?.idToken?.payload['email']
  if (identityId === undefined || typeof email !== 'string') throw new Error('The session has ended. Sign in again.')
  const groups = tokens?.idToken?.payload['cognito:groups']
  return {email, identityId, groups: Array.isArray(groups) ? groups.map(String) : []}
}

/** Signs in by SRP: the password never leaves this page. A first password has to be changed before there is a session. */
export async function startSession(email: string, password: string): Promise<Session | 'new-password'> {
  const {nextStep} = await signIn({username: email, password})
  return afterStep(nextStep.signInStep)
}

export async function setFirstPassword(password: string): Promise<Session | 'new-password'> {
  const {nextStep} = await confirmSignIn({challengeResponse: password})
  return afterStep(nextStep.signInStep)
}

async function afterStep(step: string): Promise<Session | 'new-password'> {
  if (step === 'DONE') return openSession()
  if (step === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return 'new-password'
  throw new Error(`This application does not know the step ${step}.`)
}

export const endSession = (): Promise<void> => signOut()

/** The identity pool's credentials, renewed by Amplify: the SDK's clients ask for them before each call. */
export async function credentials() {
  const session = await fetchAuthSession()
  if (session.credentials === undefined) throw new Error('The session has ended. Sign in again.')
  return session.credentials
}

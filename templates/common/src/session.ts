import {confirmSignIn, confirmSignUp, fetchAuthSession, getCurrentUser, signIn, signOut, signUp} from 'aws-amplify/auth'

/** Who is signed in. */
export interface Session {
  readonly email: string
  /** The owner of all their items. */
  readonly identityId: string
}

/** What comes next: a session, the code that was sent by e-mail, or a password in place of the first one. */
export type Step = Session | 'code' | 'new-password'

/** The session of an earlier visit, if there is one that still holds. */
export async function findSession(): Promise<Session | undefined> {
  try {
    await getCurrentUser()
    return await openSession()
  } catch {
    return undefined
  }
}

export async function register(email: string, password: string): Promise<Step> {
  const {isSignUpComplete} = await signUp({username: email, password, options: {userAttributes: {email}}})
  return isSignUpComplete ? enter(email, password) : 'code'
}

export async function confirm(email: string, password: string, code: string): Promise<Step> {
  await confirmSignUp({username: email, confirmationCode: code})
  return enter(email, password)
}

/** Signs in by SRP: the password never leaves this page. */
export async function enter(email: string, password: string): Promise<Step> {
  const {nextStep} = await signIn({username: email, password})
  return after(nextStep.signInStep)
}

export async function changeFirstPassword(password: string): Promise<Step> {
  const {nextStep} = await confirmSignIn({challengeResponse: password})
  return after(nextStep.signInStep)
}

export const leave = (): Promise<void> => signOut()

/** The identity pool's credentials, renewed by Amplify: the SDK's clients ask for them before each call. */
export async function credentials() {
  const {credentials} = await fetchAuthSession()
  if (credentials === undefined) throw new Error('The session has ended. Sign in again.')
  return credentials
}

async function after(step: string): Promise<Step> {
  if (step === 'DONE') return openSession()
  if (step === 'CONFIRM_SIGN_UP') return 'code'
  if (step === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') return 'new-password'
  throw new Error(`This application does not know the step ${step}.`)
}

async function openSession(): Promise<Session> {
  const {identityId, tokens} = await fetchAuthSession()
  const email = tokens?.idToken?.payload['email']
  if (identityId === undefined || typeof email !== 'string') throw new Error('The session has ended. Sign in again.')
  return {email, identityId}
}

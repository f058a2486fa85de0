import type {PoolUser, UserPool} from '../tables.js'

/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>

/** Texts by name, as ClientMetadata. */
export type Texts = Readonly<Record<string, string>>

/** Why and with what a trigger is called. */
export interface Occasion {
  readonly trigger:
    | 'PreSignUp'
    | 'PostConfirmation'
    | 'PreAuthentication'
    | 'PostAuthentication'
    | 'PreTokenGeneration'
    | 'CustomMessage'
    | 'DefineAuthChallenge'
    | 'CreateAuthChallenge'
    | 'VerifyAuthChallengeResponse'
    | 'UserMigration'
  /** What follows the trigger's name in triggerSource: `SignUp`. */
  readonly source: string
  readonly version?: '1' | '2' | '3' | undefined
  readonly pool: UserPool
  /** `undefined` for an administrator's call, which names none. */
  readonly clientId: string | undefined
  readonly userName: string
  /** A member that is `undefined` is left out. */
  readonly request: Members
  readonly response: Members
}

/**
 * The event as the function gets it (developer guide, "Customizing user pool workflows with Lambda triggers", common
 * parameters; the client's name of an administrator's call as people met it on AWS).
 */
export const makeEvent = ({trigger, source, version = '1', pool, ...occasion}: Occasion): Members => ({
  version,
  triggerSource: `${trigger === 'PreTokenGeneration' ? 'TokenGeneration' : trigger}_${source}`,
  region: pool.region,
  userPoolId: pool.id,
  userName: occasion.userName,
  callerContext: {
    awsSdkVersion: 'aws-sdk-unknown-unknown',
    clientId: occasion.clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
  },
  request: occasion.request,
  response: occasion.response,
})

/** A user as triggers see one: every value is a text. */
export const attributesOf = (user: PoolUser | undefined): Texts =>
  user ? {sub: user.sub, 'cognito:user_status': user.status, ...user.attributes} : {}

import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  paginateListUsers,
  RespondToAuthChallengeCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider'
import {randomBytes, randomInt} from 'node:crypto'
import {absentWhen} from '../../aws/absent.js'
import type {Clients} from '../../aws/clients.js'
import {ConflictError} from '../../errors.js'
import type {Auth} from '../../manifest/manifest.js'
import {collect} from '../../resources/pages.js'
import {makePassword} from '../passwords.js'
import {beginSrp} from './srp.js'

/**
 * The standard attribute `name` of every user that a test made: how the next run knows those of one that was killed.
 */
export const MARK = 'awsup-access-test'

/** Made for a test, deleted after it. */
export interface ThrowAway {
  readonly username: string
  readonly password: string
  /** Values of the claims that own data. */
  readonly claims: ReadonlyMap<string, string>
}

interface Pool {
  readonly aws: Clients
  readonly userPoolId: string
}

/** Makes a user who can sign in; nobody is told. `claims` are the pool's attributes that own data. */
export async function makeThrowAway(
  {aws, userPoolId}: Pool,
  auth: Auth,
  claims: readonly string[],
): Promise<ThrowAway> {
  const id = randomBytes(6).toString('hex')
  const address = `${MARK}-${id}@example.com`
  const phone = `+1555${randomInt(1_000_000, 9_999_999)}`
  const [way] = auth.signIn
  const username = way === 'email' ? address : way === 'phone' ? phone : `${MARK}-${id}`
  const password = makePassword(Math.max(20, auth.password.minLength))
  const values = new Map(claims.filter((claim) => claim.startsWith('custom:')).map((claim) => [claim, `${MARK}-${id}`]))
  const attributes: AttributeType[] = [
    {Name: 'name', Value: MARK},
    {Name: 'email', Value: address},
    {Name: 'email_verified', Value: 'true'},
    ...(way === 'phone'
      ? [
          {Name: 'phone_number', Value: phone},
          {Name: 'phone_number_verified', Value: 'true'},
        ]
      : []),
    ...[...values].map(([Name, Value]) => ({Name, Value})),
  ]
  const made = await aws.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: attributes,
      MessageAction: 'SUPPRESS',
    }),
  )
  const Username = made.User?.Username ?? username
  await aws.cognito.send(
    new AdminSetUserPasswordCommand({UserPoolId: userPoolId, Username, Password: password, Permanent: true}),
  )
  return {username: Username, password, claims: values}
}

/** Deletes a user; fine when it is gone. */
export async function removeThrowAway({aws, userPoolId}: Pool, Username: string): Promise<void> {
  await absentWhen('UserNotFoundException', () =>
    aws.cognito.send(new AdminDeleteUserCommand({UserPoolId: userPoolId, Username})),
  )
}

const AN_HOUR_MS = 3_600_000

/** Deletes what a run left that was killed more than an hour ago; a younger one may still be at work. */
export async function removeLeftovers(pool: Pool, now: number): Promise<number> {
  const pages = paginateListUsers({client: pool.aws.cognito}, {UserPoolId: pool.userPoolId, Filter: `name = "${MARK}"`})
  const users = await collect(pages, ({Users}) => Users)
  const old = users.filter(({UserCreateDate}) => now - (UserCreateDate?.getTime() ?? now) > AN_HOUR_MS)
  for (const {Username = ''} of old) await removeThrowAway(pool, Username)
  return old.length
}

/** The ID token of a sign-in by SRP, which every client that awsup makes for people allows. */
export async function signIn({aws, userPoolId}: Pool, ClientId: string, user: ThrowAway): Promise<string> {
  const srp = beginSrp()
  const begun = await aws.cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: {USERNAME: user.username, SRP_A: srp.publicValue},
    }),
  )
  const {SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = user.username} = begun.ChallengeParameters ?? {}
  const proof = srp.prove(
    {poolName: userPoolId.split('_')[1] ?? '', userId: USER_ID_FOR_SRP, password: user.password},
    {salt: SALT, serverPublic: SRP_B, secretBlock: SECRET_BLOCK},
    new Date(),
  )
  const answer = await aws.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: begun.Session,
      ChallengeResponses: {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: proof.signature,
        TIMESTAMP: proof.timestamp,
      },
    }),
  )
  const token = answer.AuthenticationResult?.IdToken
  if (token !== undefined) return token
  throw new ConflictError(
    `a user who was just made cannot sign in: the user pool asks for ${answer.ChallengeName ?? ''}`,
    {
      code: 'CANNOT_SIGN_IN',
      hint: 'Try --deployed, which needs nobody to sign in.',
    },
  )
}

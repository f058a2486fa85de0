import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type SchemaAttributeType,
} from '@aws-sdk/client-cognito-identity-provider'
import {randomBytes, randomInt} from 'node:crypto'
import {absentWhen} from '../../../aws/calls/absent.js'
import type {Clients} from '../../../aws/clients/clients.js'
import {ConflictError} from '../../../base/errors.js'
import type {Auth} from '../../../manifest/manifest.js'
import {makePassword} from '../../users/passwords.js'
import {makeAttributes} from './attributes.js'
import {MARK} from './mark.js'
import {beginSrp} from './srp.js'

/** Made for a test, deleted after it. */
export interface ThrowAway {
  readonly username: string
  readonly password: string
  /** What every claim that owns data is. */
  readonly claim: string
}

export interface Pool {
  readonly aws: Clients
  readonly userPoolId: string
}

/** How users of a pool are made. */
export interface Making {
  readonly auth: Pick<Auth, 'signIn' | 'password'>
  /** The attributes that the pool has, and which it requires. */
  readonly schema: readonly SchemaAttributeType[]
  /** Claims that own data. */
  readonly claims: readonly string[]
}

/** The attributes that the pool has, as AWS says. */
export async function readSchema({aws, userPoolId}: Pool): Promise<readonly SchemaAttributeType[]> {
  const {UserPool} = await aws.cognito.send(new DescribeUserPoolCommand({UserPoolId: userPoolId}))
  return UserPool?.SchemaAttributes ?? []
}

/** Names and attributes for a new user; throws UsageError where the pool would refuse every one. */
export function planThrowAway({auth, schema, claims}: Making, note?: string) {
  const id = randomBytes(6).toString('hex')
  const [way] = auth.signIn
  const email = `${MARK}-${id}@example.com`
  const phone = `+1555${randomInt(1_000_000, 9_999_999)}`
  return {
    username: way === 'email' ? email : way === 'phone' ? phone : `${MARK}-${id}`,
    password: makePassword(Math.max(20, auth.password.minLength)),
    ...makeAttributes(schema, {id, email, phone, byPhone: way === 'phone', claims, note}),
  }
}

/**
 * Makes a user who can sign in, in a group or in none; nobody is told. `note` is kept with the user. `began` hears the
 * name before AWS does: a create that fails may have been done.
 */
export async function makeThrowAway(
  {aws, userPoolId}: Pool,
  making: Making,
  {
    group,
    note,
    began,
  }: {
    readonly group?: string | undefined
    readonly note?: string | undefined
    readonly began: (username: string) => Promise<void>
  },
): Promise<ThrowAway> {
  const {username, password, attributes, claim} = planThrowAway(making, note)
  await began(username)
  const made = await aws.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: username,
      UserAttributes: attributes,
      MessageAction: 'SUPPRESS',
    }),
  )
  const user = {username: made.User?.Username ?? username, password, claim}
  await setPassword({aws, userPoolId}, user)
  if (group !== undefined) {
    await aws.cognito.send(
      new AdminAddUserToGroupCommand({UserPoolId: userPoolId, Username: user.username, GroupName: group}),
    )
  }
  return user
}

/** A lasting one: whoever has it can sign in at once. */
export async function setPassword(
  {aws, userPoolId}: Pool,
  {username, password}: Pick<ThrowAway, 'username' | 'password'>,
): Promise<void> {
  await aws.cognito.send(
    new AdminSetUserPasswordCommand({UserPoolId: userPoolId, Username: username, Password: password, Permanent: true}),
  )
}

/** Deletes a user; fine when it is gone. */
export async function removeThrowAway({aws, userPoolId}: Pool, Username: string): Promise<void> {
  await absentWhen('UserNotFoundException', () =>
    aws.cognito.send(new AdminDeleteUserCommand({UserPoolId: userPoolId, Username})),
  )
}

/** The ID token of a sign-in by SRP, which every client that awsup makes for people allows. */
export async function signIn(
  {aws, userPoolId}: Pool,
  ClientId: string,
  user: Pick<ThrowAway, 'username' | 'password'>,
): Promise<string> {
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
      hint: 'Try --deployed, which needs no sign-in.',
    },
  )
}

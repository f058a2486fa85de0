import {paginateListUsers, type UserType} from '@aws-sdk/client-cognito-identity-provider'
import {collect} from '../../../resources/pages.js'
import {makePassword} from '../../users/passwords.js'
import {NOTE} from './attributes.js'
import {forgetIdentities} from './identity.js'
import {MARK} from './mark.js'
import {removeThrowAway, setPassword} from './throw-away.js'
import {clearData, type Stage} from './trial.js'
import {openVisitor, type Entrance} from './visitors.js'

const AN_HOUR_MS = 3_600_000
/** Cognito's longest minimum for a password is 99. */
const PASSWORD_LENGTH = 99

interface Left {
  /** Users of tests that are known to be gone, by the names that they were made with: of any age. */
  readonly killed: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: number
  /** Claims that own data. */
  readonly claims: readonly string[]
}

/**
 * Takes away what a run left that was killed, here, or anywhere more than an hour ago (a younger one may still be at
 * work): of each of its
 * users the items and objects, the identity, and then the user, so that a run that is killed here leaves what the next
 * one finds. Nothing but the user says whose they are, so it signs in once more: the same login has the same identity.
 * Answers how many users there were.
 */
export async function removeLeftovers(entrance: Entrance, stage: Stage, {now, claims, killed}: Left): Promise<number> {
  const {aws, userPoolId} = entrance
  const pages = paginateListUsers({client: aws.cognito}, {UserPoolId: userPoolId, Filter: `name = "${MARK}"`})
  const users = await collect(pages, ({Users}) => Users)
  const isOld = ({UserCreateDate}: UserType): boolean => now - (UserCreateDate?.getTime() ?? now) > AN_HOUR_MS
  const gone = users.filter((user) => isOld(user) || namesOf(user).some((name) => killed.has(name)))
  for (const left of gone) {
    const user = {username: left.Username ?? '', password: makePassword(PASSWORD_LENGTH), claim: claimOf(left, claims)}
    await setPassword({aws, userPoolId}, user)
    const visitor = await openVisitor(entrance, user)
    const guest = guestOf(left)
    await clearData(stage, visitor)
    if (guest !== undefined) await clearData(stage, {...visitor, identity: guest})
    await forgetIdentities(aws, [visitor.identity, ...(guest === undefined ? [] : [guest])])
    await removeThrowAway({aws, userPoolId}, user.username)
  }
  return gone.length
}

/** Whom a pool signs in by e-mail or phone Cognito gives another name. */
const namesOf = (user: UserType): readonly string[] =>
  [user.Username, valueOf(user, 'email'), valueOf(user, 'phone_number')].filter((name) => name !== undefined)

const valueOf = ({Attributes = []}: UserType, name: string | undefined): string | undefined =>
  Attributes.find(({Name}) => Name === name)?.Value

const claimOf = (user: UserType, claims: readonly string[]): string =>
  valueOf(
    user,
    claims.find((claim) => claim.startsWith('custom:')),
  ) ?? MARK

/** The guest that the same run made, noted with its users. */
function guestOf(user: UserType): string | undefined {
  const note = valueOf(user, NOTE)
  return note !== undefined && /^[\w-]+:[0-9a-f-]{36}$/.test(note) ? note : undefined
}

import type {ExclusionName} from './exclusions.js'
import type {Body, Fix} from './proxy.js'

/** What of a pool stays as it was made, and UpdateUserPool cannot send. */
const PERMANENT = ['UsernameAttributes', 'UsernameConfiguration'] as const

/** For one run against one moto: a fix remembers what moto does not. */
export const makeMends = (): ReadonlyMap<ExclusionName, Fix> =>
  new Map<ExclusionName, Fix>([
    ['no identity pool roles', keepIdentityPoolRoles()],
    ['UpdateUserPool forgets what is permanent', keepPermanent()],
    ['accounts at once', makeAccountsSlowly()],
    ['no passwords for single services', listNoPasswords()],
  ])

/** Only where moto fails: should it learn to answer, its answers pass. */
function keepIdentityPoolRoles(): Fix {
  const kept = new Map<unknown, Body>()
  return ({operation, input}, {status, body}) => {
    const id = input['IdentityPoolId']
    if (operation === 'cognito-identity:CreateIdentityPool') kept.set(body['IdentityPoolId'], {})
    if (operation === 'cognito-identity:DeleteIdentityPool') kept.delete(id)
    if (status < 500 || !ROLES.has(operation)) return undefined
    const roles = kept.get(id)
    if (!roles) return {status: 400, body: {__type: 'ResourceNotFoundException', message: `no ${String(id)}`}}
    if (operation === 'cognito-identity:GetIdentityPoolRoles')
      return {status: 200, body: {IdentityPoolId: id, ...roles}}
    kept.set(id, input)
    return {status: 200, body: {}}
  }
}

const ROLES = new Set(['cognito-identity:SetIdentityPoolRoles', 'cognito-identity:GetIdentityPoolRoles'])

/** A pool shows what it was made with, where moto shows nothing. */
function keepPermanent(): Fix {
  const made = new Map<unknown, Body>()
  return ({operation}, {status, body}) => {
    const pool = body['UserPool'] as Body | undefined
    if (status !== 200 || !pool) return undefined
    if (operation === 'cognito-idp:CreateUserPool') made.set(pool['Id'], pool)
    if (operation !== 'cognito-idp:DescribeUserPool') return undefined
    const permanent = made.get(pool['Id']) ?? {}
    const gone = PERMANENT.filter((member) => permanent[member] !== undefined && pool[member] === undefined)
    if (gone.length === 0) return undefined
    const back = Object.fromEntries(gone.map((member) => [member, permanent[member]]))
    return {status, body: {...body, UserPool: {...pool, ...back}}}
  }
}

/** The first answer is that it is under way, without an account: who wants the id has to ask again. */
function makeAccountsSlowly(): Fix {
  return ({operation}, {status, body}) => {
    const {State, Id, AccountName, RequestedTimestamp} = (body['CreateAccountStatus'] ?? {}) as Body
    if (operation !== 'organizations:CreateAccount' || State !== 'SUCCEEDED') return undefined
    return {status, body: {CreateAccountStatus: {Id, AccountName, RequestedTimestamp, State: 'IN_PROGRESS'}}}
  }
}

/** Nobody has one, for moto cannot make them either. */
function listNoPasswords(): Fix {
  const name = 'ListServiceSpecificCredentials'
  const result = `<${name}Result><ServiceSpecificCredentials/></${name}Result>`
  const xml = `<${name}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${result}</${name}Response>`
  return ({operation}, {status}) => (status >= 500 && operation === name ? {status: 200, body: {}, xml} : undefined)
}

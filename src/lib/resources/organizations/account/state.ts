import type {Account} from '@aws-sdk/client-organizations'
import {ConflictError} from '../../../base/errors.js'

/**
 * Throws ConflictError when the account exists and cannot be used: its sign-up was never finished. Source: Organizations
 * user guide, "Account state": an account in PENDING_ACTIVATION cannot be used yet.
 */
export function requireActive(account: Account): void {
  requireOpen(account)
  const {Id = '', Email = '', State, Status} = account
  if ((State ?? Status) !== 'PENDING_ACTIVATION') return
  throw new ConflictError(`account ${Id} (${Email}) is not activated yet`, {
    code: 'ACCOUNT_PENDING',
    hint: 'Finish its sign-up in the AWS console (payment, phone, support plan), then run the same command again.',
    details: {accountId: Id, email: Email},
  })
}

/**
 * Throws ConflictError when the account is closed, about to be, or suspended. AWS announced that `Status` ends on
 * 2026-09-09 in favour of `State` (Organizations user guide, "Account state"), so either may be absent.
 */
export function requireOpen({Id = '', Email = '', State, Status}: Account): void {
  const state = State ?? Status
  if (state === undefined || state === 'ACTIVE' || state === 'PENDING_ACTIVATION') return
  throw new ConflictError(`account ${Id} (${Email}) is ${state.toLowerCase().replaceAll('_', ' ')}`, {
    code: 'ACCOUNT_CLOSED',
    hint: 'A closed account keeps its address for ever: use another address in awsup.yaml, or have AWS Support reopen the account (within 90 days).',
    details: {accountId: Id, email: Email, state},
  })
}

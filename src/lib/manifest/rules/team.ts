import {every, noneOf, pattern, wordOr} from './names.js'
import {stating} from '../read/shape.js'
import {policyArn} from './names.js'
import type {Rule} from '../read/scalars.js'

/**
 * A role of people. With project (24) and environment (16) before it, it has to fit IAM's 64 characters; names that awsup
 * gives other roles of an environment are taken.
 */
export const teamRoleName: Rule = every(
  pattern(
    'be 1–20 lower-case letters, digits and hyphens that begin with a letter and do not end with a hyphen',
    /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/,
    'For example: developer',
  ),
  noneOf('be another: awsup gives this name to a role of Cognito', ['authenticated', 'guest']),
  noneOf('be another: awsup gives this name to a policy', ['boundary']),
  stating([{must: 'not begin with group- or ci-', pattern: /^(?!group-|ci-)/}], (value) =>
    /^(group|ci)-/.test(value)
      ? {must: 'not begin with group- or ci-', hint: 'awsup gives such names to other roles.'}
      : undefined,
  ),
)

const BOUNDARY = 'be developer, none, or the ARN of a managed policy'

export const boundary: Rule = stating(wordOr('developer', wordOr('none', policyArn)).clauses ?? [], (value) =>
  value === 'developer' || value === 'none' || !policyArn(value)
    ? undefined
    : {must: BOUNDARY, hint: 'developer keeps people from changing roles, users and the organization.'},
)

/** Whole hours: what IAM takes as the longest session of a role (IAM API reference, `MaxSessionDuration`). */
export const sessionDuration: Rule = pattern('be 1h to 12h', /^(?:[1-9]|1[0-2])h$/, 'Whole hours, for example: 4h')

/** The portal of IAM Identity Center (API reference of SSO OIDC, `startUrl`): people sign in there, so it is https. */
export const startUrl: Rule = pattern(
  'be an address that begins with https://',
  /^https:\/\/[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?:\/[\w.~/-]*)?(?:#\/?)?$/,
  'The console shows it: IAM Identity Center, Settings, AWS access portal URL.',
)

/** Identity Store API reference, `UserName`. */
export const directoryUser: Rule = pattern(
  'be 1–128 characters without spaces',
  /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
  'It is the user name in IAM Identity Center, for example: jane@acme.dev',
)

/** Identity Store API reference, `GroupDisplayName`, here on one line. */
export const directoryGroup: Rule = pattern(
  'be 1–200 characters on one line, without spaces at either end',
  /^[\p{L}\p{M}\p{S}\p{N}\p{P}](?:[\p{L}\p{M}\p{S}\p{N}\p{P} ]{0,198}[\p{L}\p{M}\p{S}\p{N}\p{P}])?$/u,
  'It is the display name in IAM Identity Center, for example: Developers',
)

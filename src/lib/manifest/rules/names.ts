import type {Rule} from '../read/scalars.js'
import {stating, unlessFits} from '../read/shape.js'
import {LIMITS, range, within} from './limits.js'
import {isMeaningful, MEANINGFUL} from './meaningful.js'

const COGNITO = LIMITS['cognito-idp']
// Nothing that a command could take for one.
const NO_FLAG = /^(?!-)/
const RESERVED_ENVIRONMENTS = ['organization', 'unit', 'guardrail', 'people']
// An environment is a file of records (Microsoft Learn, "Naming Files, Paths, and Namespaces").
const DIGITS = Array.from({length: 10}, (_, digit) => digit)
const DEVICES = ['con', 'prn', 'aux', 'nul', ...DIGITS.flatMap((digit) => [`com${digit}`, `lpt${digit}`])]

/** A rule from a pattern that the whole text has to match. */
export const pattern = (must: string, expression: RegExp, hint?: string): Rule =>
  stating([{must, pattern: expression, none: MEANINGFUL}], (value) =>
    !expression.test(value) || isMeaningful(value) ? {must, hint} : undefined,
  )

/** All of these; the first that is broken is told. */
export const every = (...rules: readonly Rule[]): Rule =>
  stating(
    rules.flatMap(({clauses = []}) => clauses),
    (value) => {
      for (const rule of rules) {
        const problem = rule(value)
        if (problem) return problem
      }
      return undefined
    },
  )

/** None of these texts. */
export const noneOf = (must: string, none: readonly string[], hint?: string): Rule =>
  stating([{must, none}], (value) => (none.includes(value) ? {must, hint} : undefined))

/** One text, or one that keeps the rule. */
export const wordOr = (word: string, rule: Rule): Rule =>
  stating(unlessFits(`^${word.replaceAll(/\W/g, '\\$&')}$`, rule.clauses), (value) =>
    value === word ? undefined : rule(value),
  )

const noHyphenAtEnd: Rule = stating([{must: 'not end with a hyphen', pattern: /[^-]$/}], (value) =>
  value.endsWith('-') ? {must: 'not end with a hyphen', hint: `Try ${value.replace(/-+$/, '')}.`} : undefined,
)

/** It begins every name that awsup gives. */
export const projectName: Rule = every(
  pattern(
    'be 2–24 lower-case letters, digits and hyphens that begin with a letter',
    /^[a-z][a-z0-9-]{1,23}$/,
    'For example: acme',
  ),
  noHyphenAtEnd,
)

/** Organizations makes as many accounts as it is allowed to, fifty thousand at most; this many are known to work. */
export const MOST_ENVIRONMENTS = 1000

export const environmentName: Rule = every(
  pattern(
    'be 1–16 lower-case letters, digits and hyphens that begin with a letter',
    /^[a-z][a-z0-9-]{0,15}$/,
    'For example: dev',
  ),
  noHyphenAtEnd,
  noneOf('be another: awsup uses this one itself', RESERVED_ENVIRONMENTS),
  noneOf('be another: on Windows no file can have this name', DEVICES),
)

/**
 * A leading hyphen would be taken for a flag. Of what IAM takes there is no comma: the name is in a tag of the user, and
 * tags have none.
 */
export const userName: Rule = within(
  LIMITS.iam.userNameType,
  `be ${range(LIMITS.iam.userNameType)} letters, digits and _+=.@- that do not begin with a hyphen`,
  {also: /^(?!-)[^,]*$/, hint: 'For example: alice'},
)

/** The session of a role has the name of its user (STS API reference, AssumeRole, `RoleSessionName`). */
export const SHORTEST_SESSION_NAME = 2

export const userGroupName: Rule = within(
  LIMITS.iam.groupNameType,
  `be ${range(LIMITS.iam.groupNameType)} letters, digits and _+=,.@- that do not begin with a hyphen`,
  {also: NO_FLAG, hint: 'For example: developers'},
)

/** Of any script. */
export const poolGroupName: Rule = within(
  COGNITO.GroupNameType,
  `be ${range(COGNITO.GroupNameType)} letters, digits and marks without spaces that do not begin with a hyphen`,
  {also: NO_FLAG, hint: 'For example: admins'},
)

/** Of groups that have a role: the role carries the name in a tag. */
export const roleGroupName: Rule = every(
  poolGroupName,
  within(LIMITS.iam.tagValueType, 'be letters, digits and _.:/=+-@ alone: the role of the group is tagged with it'),
)

/** Narrower than Cognito's own rule: the name becomes part of environment variables. */
export const clientName: Rule = pattern(
  'be 1–64 letters, digits, hyphens and underscores that begin with a letter',
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
  'For example: web',
)

/** Always a text: leading zeros are part of it. */
export const accountId: Rule = pattern('be twelve digits between quotes', /^\d{12}$/, 'For example: "012345678901"')

export const policyArn: Rule = pattern(
  'be the ARN of an IAM policy',
  /^arn:aws(-[a-z]+)*:iam::(aws|\d{12}):policy\/[!-~]{1,640}$/,
  'For example: arn:aws:iam::aws:policy/ReadOnlyAccess',
)

export const dotenvPrefix: Rule = pattern(
  'be at most 32 capital letters, digits and underscores that begin with a letter',
  /^[A-Z][A-Z0-9_]{0,31}$/,
  'For example: VITE_',
)

import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const ENVIRONMENTS = Array.from({length: 85}, (_, index) => `environment-${index + 10}`)

/** Roles, and the people who have them: what no account could have, and what nobody means. */
export const BAD_TEAM: readonly BadInput[] = [
  {
    title: 'a role without anything that it may do',
    yaml: manifest({roles: '{ auditor: {} }'}),
    message: 'roles.auditor says nothing that it may do',
    at: [5, 19],
    hint: 'Add managedPolicies or statements, or use a ready-made role: admin, developer, viewer.',
  },
  {
    title: 'a role with a name that awsup gives itself',
    yaml: manifest({roles: '{ guest: {} }'}),
    message: 'roles has the name "guest", which must be another: awsup gives this name to a role of Cognito',
    at: [5, 10],
  },
  {
    title: 'a role whose name begins as those of groups do',
    yaml: manifest({roles: '{ group-admins: {} }'}),
    message: 'roles has the name "group-admins", which must not begin with group- or ci-',
    at: [5, 10],
    hint: 'awsup gives such names to other roles.',
  },
  {
    title: 'a role with a name of 21 characters',
    yaml: manifest({roles: '{ abcdefghijklmnopqrstu: {} }'}),
    message:
      'roles has the name "abcdefghijklmnopqrstu", which must be 1–20 lower-case letters, digits and hyphens that begin with a letter and do not end with a hyphen',
    at: [5, 10],
    hint: 'For example: developer',
  },
  {
    title: 'a role with a boundary that is none',
    yaml: manifest({roles: '{ developer: { boundary: strict } }'}),
    message: 'roles.developer.boundary is "strict", must be developer, none, or the ARN of a managed policy',
    at: [5, 33],
    hint: 'developer keeps people from changing roles, users and the organization.',
  },
  {
    title: 'a session of thirteen hours',
    yaml: manifest({roles: '{ developer: { sessionDuration: 13h } }'}),
    message: 'roles.developer.sessionDuration is "13h", must be 1h to 12h',
    at: [5, 40],
    hint: 'Whole hours, for example: 4h',
  },
  {
    title: 'a session without a unit',
    yaml: manifest({roles: '{ developer: { sessionDuration: 4 } }'}),
    message: 'roles.developer.sessionDuration is 4, must be a text',
    at: [5, 40],
    hint: 'Put it between quotes: "4".',
  },
  {
    title: 'an eleventh managed policy',
    yaml: manifest({
      roles:
        '{ auditor: { managedPolicies: [arn:aws:iam::aws:policy/P0, arn:aws:iam::aws:policy/P1, arn:aws:iam::aws:policy/P2, arn:aws:iam::aws:policy/P3, arn:aws:iam::aws:policy/P4, arn:aws:iam::aws:policy/P5, arn:aws:iam::aws:policy/P6, arn:aws:iam::aws:policy/P7, arn:aws:iam::aws:policy/P8, arn:aws:iam::aws:policy/P9, arn:aws:iam::aws:policy/P10] } }',
    }),
    message: 'roles.auditor.managedPolicies has 11 entries, at most 10 are possible',
    at: [5, 38],
  },
  {
    title: 'a role for an environment that does not exist',
    yaml: manifest({roles: '{ developer: { environments: [staging] } }'}),
    message: 'roles.developer.environments names staging, which is no environment of this file',
    at: [5, 38],
    hint: 'There are: dev, prod.',
  },
  {
    title: 'a role that allows every action',
    yaml: manifest({roles: '{ auditor: { statements: [{ actions: ["*"], resources: ["*"], broad: true }] } }'}),
    message: 'roles.auditor.statements[0] allows every action of every service',
    at: [5, 34],
    hint: 'Name the actions: actions: [polly:SynthesizeSpeech].',
  },
  {
    title: 'a person with a role that does not exist',
    yaml: manifest({users: '{ jane: { roles: { dev: develper } } }'}),
    message: 'users.jane.roles.dev is "develper", must be a role of this file or a ready-made one',
    at: [5, 32],
    hint: 'Did you mean "developer"?',
  },
  {
    title: 'a person with a role in an environment that does not exist',
    yaml: manifest({users: '{ jane: { roles: { staging: viewer } } }'}),
    message: 'users.jane.roles has the name "staging", which must be an environment of this file',
    at: [5, 27],
    hint: 'There are: dev, prod.',
  },
  {
    title: 'a person with a role that its environment does not have',
    yaml: manifest({
      roles: '{ developer: { environments: [dev] } }',
      users: '{ jane: { roles: { prod: developer } } }',
    }),
    message: 'users.jane.roles.prod is developer, a role that prod does not have',
    at: [6, 33],
    hint: 'Add prod to roles.developer.environments, or give another role.',
  },
  {
    title: 'a person without any role',
    yaml: manifest({users: '{ jane: { roles: {} } }'}),
    message: 'users.jane has no roles',
    at: [5, 16],
    hint: 'Give one: roles: { dev: viewer }. Or remove the user.',
  },
  {
    title: 'a person who is also a user of an environment',
    yaml: manifest({users: '{ jane: { roles: { dev: viewer }, environments: [dev] } }'}),
    message: 'users.jane has roles and environments',
    at: [5, 16],
    hint: 'With roles the user is in one account, and assumes a role in each environment. Keep one of the two.',
  },
  {
    title: 'a person in groups',
    yaml: manifest({users: '{ jane: { roles: { dev: viewer }, groups: [viewers] } }'}),
    message: 'users.jane has roles and groups',
    at: [5, 16],
    hint: 'With roles the user is in one account, and assumes a role in each environment. Keep one of the two.',
  },
  {
    title: 'an environment named as people are kept',
    yaml: manifest({environments: '{ people: { region: eu-west-1 } }'}),
    message: 'environments has the name "people", which must be another: awsup uses this one itself',
    at: [4, 17],
  },
  {
    title: 'a person with a name of one character, which no session can have',
    yaml: manifest({users: '{ j: { roles: { dev: viewer } } }'}),
    message: 'users.j has roles and a name of one character',
    at: [5, 13],
    hint: 'AWS takes 2–64 characters',
  },
  {
    title: 'a person with roles in more environments than a policy can name',
    yaml: `version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments: { ${ENVIRONMENTS.map((env) => `${env}: { region: eu-west-1 }`).join(', ')} }
users: { jane: { roles: { ${ENVIRONMENTS.map((env) => `${env}: developer`).join(', ')} } } }
`,
    message: 'users.jane.roles come to a policy of 6405 characters, at most 6144 are possible',
    at: [5, 25],
    hint: 'fewer environments',
  },
  {
    title: 'a role with the name of a policy that awsup makes',
    yaml: manifest({roles: '{ boundary: {} }'}),
    message: 'roles has the name "boundary", which must be another: awsup gives this name to a policy',
    at: [5, 10],
  },
]

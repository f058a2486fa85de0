import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

/** People who sign in with IAM Identity Center: what it could not have, and what means nothing without it. */
export const BAD_IDENTITY_CENTER: readonly BadInput[] = [
  {
    title: 'a way of signing in that is none',
    yaml: manifest({signIn: 'identity-centre'}),
    message: 'signIn is "identity-centre", must be iam or identity-center',
    at: [5, 9],
    hint: 'Did you mean identity-center?',
  },
  {
    title: 'a way of signing in without its name',
    yaml: manifest({signIn: '{ region: eu-west-1 }'}),
    message: 'signIn lacks with',
    at: [5, 9],
    hint: 'Add the key with.',
  },
  {
    title: 'IAM Identity Center in a region that is none',
    yaml: manifest({signIn: '{ with: identity-center, region: eu-west-9 }'}),
    message: 'signIn.region is "eu-west-9", must be the code of an AWS region that awsup knows',
    at: [5, 42],
  },
  {
    title: 'a portal without https',
    yaml: manifest({signIn: '{ with: identity-center, startUrl: "http://acme.awsapps.com/start" }'}),
    message: 'signIn.startUrl is "http://acme.awsapps.com/start", must be an address that begins with https://',
    at: [5, 44],
    hint: 'The console shows it: IAM Identity Center, Settings, AWS access portal URL.',
  },
  {
    title: 'a portal with a line of another section',
    yaml: manifest({signIn: '{ with: identity-center, startUrl: "https://acme.awsapps.com/start\\nsso_region = x" }'}),
    message:
      'signIn.startUrl is "https://acme.awsapps.com/start\\nsso_region = x", must be an address that begins with https://',
    at: [5, 44],
  },
  {
    title: 'a user name in IAM Identity Center with a space',
    yaml: manifest({signIn: 'identity-center', users: '{ jane: { userName: "jane doe", roles: { dev: viewer } } }'}),
    message: 'users.jane.userName is "jane doe", must be 1–128 characters without spaces',
    at: [6, 28],
  },
  {
    title: 'a group with a space at its end',
    yaml: manifest({signIn: 'identity-center', users: '{ devs: { group: "Developers ", roles: { dev: viewer } } }'}),
    message: 'users.devs.group is "Developers ", must be 1–200 characters on one line, without spaces at either end',
    at: [6, 25],
  },
  {
    title: 'a user who is a group',
    yaml: manifest({
      signIn: 'identity-center',
      users: '{ jane: { userName: jane, group: Developers, roles: { dev: viewer } } }',
    }),
    message: 'users.jane.group stands with userName',
    at: [6, 41],
    hint: 'It is a user or a group: keep one of the two.',
  },
  {
    title: 'a group without roles',
    yaml: manifest({signIn: 'identity-center', users: '{ devs: { group: Developers, environments: [dev] } }'}),
    message: 'users.devs lacks roles',
    at: [6, 16],
  },
  {
    title: 'a group without IAM Identity Center',
    yaml: manifest({users: '{ devs: { group: Developers, roles: { dev: viewer } } }'}),
    message: 'users.devs.group needs signIn: identity-center',
    at: [5, 25],
  },
  {
    title: 'one user of IAM Identity Center twice',
    yaml: manifest({
      signIn: 'identity-center',
      users: '{ jane: { roles: { dev: viewer } }, j: { userName: Jane, roles: { prod: viewer } } }',
    }),
    message: 'users.j is the user "Jane", as users.jane is',
    at: [6, 47],
  },
  {
    title: 'a permission set with a name of 33 characters',
    yaml: manifest({
      project: 'customer-portal',
      environments: '{ production: { region: eu-west-1 } }',
      signIn: 'identity-center',
      roles: '{ reader: { managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"], environments: [production] } }',
    }),
    message: 'the permission set customer-portal-production-reader has 33 characters, at most 32 are possible',
    at: [5, 9],
    hint: 'Write what its name begins with, in 14 characters or less: signIn: { with: identity-center, prefix: customer-porta }',
  },
  {
    title: 'a role in the management account',
    yaml: manifest({
      environments: '{ dev: { region: eu-west-1, account: management } }',
      signIn: 'identity-center',
      users: '{ jane: { roles: { dev: developer } } }',
    }),
    message: 'dev is in the management account, where awsup assigns no permission sets',
    at: [6, 32],
    hint: 'Give roles in environments with an account of their own, or assign people there in the console.',
  },
  {
    title: 'two roles of two environments that would be one permission set',
    yaml: `version: 1
project: acme
organization: { email: "aws+{env}@acme.dev" }
environments: { dev: { region: eu-west-1 }, dev-x: { region: eu-west-1 } }
signIn: identity-center
roles: { x-viewer: { managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] } }
users: { jane: { roles: { dev: x-viewer, dev-x: viewer } } }
`,
    message: 'the role x-viewer of dev and the role viewer of dev-x would be one permission set, acme-dev-x-viewer',
    at: [5, 9],
    hint: 'Give the role x-viewer or the role viewer another name',
  },
]

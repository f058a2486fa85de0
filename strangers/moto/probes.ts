import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {CreateAccountCommand, OrganizationsClient} from '@aws-sdk/client-organizations'
import {AssumeRoleCommand, GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import type {ExclusionName} from './exclusions.js'

/** Asks moto, in an organization of its own: true while it does what the table says of it, and AWS does not. */
export type Probe = (moto: string) => Promise<boolean>

const configure = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: {accessKeyId: 'AKIANOBODYSKEY', secretAccessKey: 'none'},
  maxAttempts: 1,
})

/** By exclusion. */
export const PROBES: ReadonlyMap<ExclusionName, Probe> = new Map<ExclusionName, Probe>([
  [
    'e-mails not checked',
    async (moto) => {
      const organizations = new OrganizationsClient(configure(moto))
      const make = () => organizations.send(new CreateAccountCommand({AccountName: 'twin', Email: 'twin@acme.dev'}))
      const made = [await make(), await make()].map(({CreateAccountStatus}) => CreateAccountStatus)
      return made.every((status) => status?.State === 'SUCCEEDED')
    },
  ],
  [
    'trust policies ignored',
    async (moto) => {
      const RoleArn = 'arn:aws:iam::111122223333:role/not-there'
      const {Credentials} = await new STSClient(configure(moto)).send(
        new AssumeRoleCommand({RoleArn, RoleSessionName: 'probe'}),
      )
      return Credentials !== undefined
    },
  ],
  [
    'keys not checked',
    async (moto) => {
      const {Account} = await new STSClient(configure(moto)).send(new GetCallerIdentityCommand({}))
      return Account !== undefined
    },
  ],
  [
    'deletion protection ignored',
    async (moto) => {
      const cognito = new CognitoIdentityProviderClient(configure(moto))
      const {UserPool} = await cognito.send(new CreateUserPoolCommand({PoolName: 'kept', DeletionProtection: 'ACTIVE'}))
      await cognito.send(new DeleteUserPoolCommand({UserPoolId: UserPool?.Id}))
      return true
    },
  ],
])

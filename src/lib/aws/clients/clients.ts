import type {AccountClient} from '@aws-sdk/client-account'
import type {AmplifyClient} from '@aws-sdk/client-amplify'
import type {CognitoIdentityClient} from '@aws-sdk/client-cognito-identity'
import type {CognitoIdentityProviderClient} from '@aws-sdk/client-cognito-identity-provider'
import type {DynamoDBClient} from '@aws-sdk/client-dynamodb'
import type {IAMClient} from '@aws-sdk/client-iam'
import type {OrganizationsClient} from '@aws-sdk/client-organizations'
import type {S3Client} from '@aws-sdk/client-s3'
import type {STSClient} from '@aws-sdk/client-sts'
import type {AccountPlanState} from '../free-tier.js'
import type {ListedAccount} from './account-pages.js'
import type {IdentityCenterClients} from './identity-center.js'
import type {SecretReference} from '../../base/secret-reference.js'

/** The SDK clients of one account and region. All go through the one door: same retries, pacing and credentials. */
export interface Clients {
  /** Twelve digits; a string for ever. */
  readonly accountId: string
  readonly region: string
  readonly account: AccountClient
  /** How long what was just made or changed may not show, ms. */
  readonly visibleMs: number
  readonly organizations: OrganizationsClient
  /**
   * A member account from a page of its parent's accounts, while a run only looks; `undefined` where it is to be asked
   * about alone.
   */
  findListed(accountId: string): Promise<ListedAccount | undefined>
  readonly sts: STSClient
  readonly iam: IAMClient
  readonly cognito: CognitoIdentityProviderClient
  readonly identity: CognitoIdentityClient
  readonly dynamodb: DynamoDBClient
  readonly s3: S3Client
  readonly amplify: AmplifyClient
  /** A secret that is kept in this account, or at the reader's. Throws UsageError `NO_SECRET` where there is none. */
  readSecret(reference: SecretReference): Promise<string>
  /** IAM Identity Center and its directory, in the region in which it is switched on. */
  identityCenter(region: string): Promise<IdentityCenterClients>
  /**
   * Puts bytes at an address that AWS gave, which needs no signature, and answers the status. Throws what the system says,
   * AwsRefusedError where the address is none of a server, and an Error `TimeoutError` after the time that uploads have.
   */
  upload(url: string, bytes: Uint8Array): Promise<number>
  /** What plan the account is on, Free or paid, and the credits that are left. Throws what AWS answers. */
  readAccountPlan(): Promise<AccountPlanState>
}

import {CreateTableCommand, DynamoDBClient} from '@aws-sdk/client-dynamodb'
import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import type {Sandbox} from '../../../src/sandbox/sandbox.js'

/** The table and the bucket that docs/how-to/tables-and-buckets.md makes with Terraform, in an environment's account. */
export async function addData(sandbox: Sandbox, accountId: string): Promise<void> {
  const options = {region: 'eu-west-1', requestHandler: requestHandlerFor(sandbox)}
  const sts = new STSClient({...options, credentials: sandbox.credentials('admin')})
  const RoleArn = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`
  const {Credentials: keys} = await sts.send(new AssumeRoleCommand({RoleArn, RoleSessionName: 'page'}))
  const credentials = {
    accessKeyId: keys?.AccessKeyId ?? '',
    secretAccessKey: keys?.SecretAccessKey ?? '',
    sessionToken: keys?.SessionToken ?? '',
  }
  await new DynamoDBClient({...options, credentials}).send(
    new CreateTableCommand({
      TableName: 'todos',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        {AttributeName: 'owner', KeyType: 'HASH'},
        {AttributeName: 'id', KeyType: 'RANGE'},
      ],
      AttributeDefinitions: [
        {AttributeName: 'owner', AttributeType: 'S'},
        {AttributeName: 'id', AttributeType: 'S'},
      ],
    }),
  )
  await new S3Client({...options, credentials}).send(
    new CreateBucketCommand({
      Bucket: 'acme-dev-files',
      CreateBucketConfiguration: {LocationConstraint: 'eu-west-1'},
    }),
  )
}

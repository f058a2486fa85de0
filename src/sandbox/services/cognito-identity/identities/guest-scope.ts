/**
 * The services that guests can reach at all in the enhanced flow, whatever their role says.
 *
 * Source: Amazon Cognito Developer Guide, "IAM roles": the inline session policy and
 * AmazonCognitoUnAuthedIdentitiesSessionPolicy.
 */
const SERVICES = [
  'cloudwatch',
  'logs',
  'dynamodb',
  'kinesis',
  'mobileanalytics',
  's3',
  'ses',
  'sns',
  'sqs',
  'lambda',
  'machinelearning',
  'execute-api',
  'iot',
  'gamelift',
  'cognito-identity',
  'cognito-idp',
  'lex',
  'polly',
  'comprehend',
  'translate',
  'transcribe',
  'rekognition',
  'mobiletargeting',
  'firehose',
  'appsync',
  'personalize',
  'cognito-sync',
  'codewhisperer',
  'sdb',
]

const SINGLE_ACTIONS = [
  'sagemaker:InvokeEndpoint',
  'textract:DetectDocumentText',
  'textract:AnalyzeDocument',
  'rum:PutRumEvents',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey*',
]

/** The session policy of guests, as JSON text. */
export const GUEST_SESSION_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: [...SERVICES.map((name) => `${name}:*`), ...SINGLE_ACTIONS], Resource: '*'}],
})

/**
 * What guests can reach at all in the enhanced flow, whatever their role says: Cognito puts a session policy of its own
 * on top (Cognito developer guide, "IAM roles"). `geo` is there in part.
 */
const SERVICES = [
  ...['cloudwatch', 'logs', 'dynamodb', 'kinesis', 'mobileanalytics', 's3', 'ses', 'sns', 'sqs', 'lambda'],
  ...['machinelearning', 'execute-api', 'iot', 'gamelift', 'cognito-identity', 'cognito-idp', 'lex', 'polly'],
  ...['comprehend', 'translate', 'transcribe', 'rekognition', 'mobiletargeting', 'firehose', 'appsync', 'personalize'],
  ...['cognito-sync', 'codewhisperer', 'sdb', 'geo'],
]

const SINGLE = [
  'sagemaker:InvokeEndpoint',
  'textract:DetectDocumentText',
  'textract:AnalyzeDocument',
  'rum:PutRumEvents',
  'kms:Encrypt',
  'kms:Decrypt',
  /^kms:ReEncrypt/,
  /^kms:GenerateDataKey/,
]

/** Whether guests could use an action that their role allows. Pure. */
export const guestsReach = (action: string): boolean =>
  SERVICES.includes(action.split(':')[0] ?? '') ||
  SINGLE.some((known) => (typeof known === 'string' ? known === action : known.test(action)))

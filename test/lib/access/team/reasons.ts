/** Why developers may do what they may, by action and target; the first that fits is the one that is written. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^iam:PassRole \/app\/ role, (not bounded|other boundary)$/, 'exception 2'],
  [/^sts:AssumeRole \/app\/ role of dev$/, 'own role; trust decides too; exception 2'],
  [/^iam:\S+ \/app\/ role, bounded$/, 'own role, same boundary'],
  [/^iam:(Tag|Untag)Role \/app\/ role, /, 'own role; nothing goes by its tags'],
  [/^iam:\S+ \/app\/ (policy|instance profile)$/, 'own; exception 2'],
  [/^iam:\S+ServiceLinkedRole /, 'AWS alone writes what it may do'],
  [/^sts:(SetContext|SetSourceIdentity|TagSession) /, 'asked only with sts:AssumeRole'],
  [
    /^sts:(GetWebIdentityToken|TagGetWebIdentityToken|GetServiceBearerToken|GetSessionToken) /,
    'says who the session is, and no more',
  ],
  [/^sts:DecodeAuthorizationMessage /, 'reads refusals'],
  [/^cognito-identity:SetIdentityPoolRoles /, 'needs iam:PassRole too'],
  [/^s3:\S+ account$/, 'the account’s data, in this account alone'],
  [/^(cognito-idp|cognito-identity|s3|dynamodb|secretsmanager|kms):/, 'the application’s own'],
  [/^lambda:(CreateFunction|CreateEventSourceMapping) /, 'needs iam:PassRole too'],
  [
    /^(ec2:RunInstances|ec2:AssociateIamInstanceProfile|codebuild:CreateProject|codebuild:UpdateProject) /,
    'needs iam:PassRole too',
  ],
  [/^rolesanywhere:(Create|Update)Profile /, 'needs iam:PassRole too'],
  [/^(lambda|cloudformation|ssm|ec2|codebuild|rolesanywhere):/, 'the application’s own; exception 1'],
]

export const reasonFor = (action: string, target: string): string | undefined =>
  REASONS.find(([pattern]) => pattern.test(`${action} ${target}`))?.[1]

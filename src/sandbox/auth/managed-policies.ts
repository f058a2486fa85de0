const allow = (actions: readonly string[], resource: string | readonly string[] = '*') => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
})

const policy = (...statements: readonly object[]): string =>
  JSON.stringify({Version: '2012-10-17', Statement: statements})

const SERVED = ['organizations', 'iam', 'sts', 'cognito-idp', 'cognito-identity']

const each = (...patterns: readonly string[]): string[] =>
  SERVED.flatMap((service) => patterns.map((pattern) => `${service}:${pattern}`))

/**
 * Documents of AWS managed policies, by ARN. Where AWS lists thousands of actions (ReadOnlyAccess, ViewOnlyAccess,
 * PowerUserAccess), only what the sandbox's own services need is kept, as wildcards: the answer to any call that the
 * sandbox serves is the same, the text is not AWS's.
 */
export const MANAGED_POLICIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AdministratorAccess: policy(allow(['*'])),
    PowerUserAccess: policy(
      {Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*'},
      allow([
        'account:GetAccountInformation',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ]),
    ),
    ReadOnlyAccess: policy(allow(each('Get*', 'List*', 'Describe*'))),
    'job-function/ViewOnlyAccess': policy(allow([...each('List*', 'Describe*'), 'iam:GetAccountSummary'])),
    IAMUserChangePassword: policy(
      allow(['iam:ChangePassword'], ['arn:aws:iam::*:user/${aws:username}']),
      allow(['iam:GetAccountPasswordPolicy']),
    ),
    IAMFullAccess: policy(
      allow([
        'iam:*',
        'organizations:DescribeAccount',
        'organizations:DescribeOrganization',
        'organizations:DescribeOrganizationalUnit',
        'organizations:DescribePolicy',
        'organizations:ListChildren',
        'organizations:ListParents',
        'organizations:ListPoliciesForTarget',
        'organizations:ListRoots',
        'organizations:ListPolicies',
        'organizations:ListTargetsForPolicy',
      ]),
    ),
    AWSOrganizationsReadOnlyAccess: policy(allow(['organizations:Describe*', 'organizations:List*'])),
    AWSOrganizationsFullAccess: policy(allow(['organizations:*']), {
      ...allow(['iam:CreateServiceLinkedRole']),
      Condition: {StringEquals: {'iam:AWSServiceName': 'organizations.amazonaws.com'}},
    }),
    AmazonCognitoPowerUser: policy(
      allow([
        'cognito-identity:*',
        'cognito-idp:*',
        'cognito-sync:*',
        'iam:ListRoles',
        'iam:ListOpenIdConnectProviders',
      ]),
      {
        ...allow(['iam:CreateServiceLinkedRole']),
        Condition: {
          StringEquals: {'iam:AWSServiceName': ['cognito-idp.amazonaws.com', 'email.cognito-idp.amazonaws.com']},
        },
      },
    ),
    AmazonCognitoReadOnly: policy(
      allow([
        'cognito-identity:Describe*',
        'cognito-identity:Get*',
        'cognito-identity:List*',
        'cognito-idp:Describe*',
        'cognito-idp:AdminGet*',
        'cognito-idp:AdminList*',
        'cognito-idp:List*',
        'cognito-idp:Get*',
        'iam:ListOpenIdConnectProviders',
        'iam:ListRoles',
      ]),
    ),
  }).map(([name, document]) => [`arn:aws:iam::aws:policy/${name}`, document]),
)

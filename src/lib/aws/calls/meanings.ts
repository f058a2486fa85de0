/** What one of AWS's refusals means here, and what to do about it. */
export interface Meaning {
  readonly means: string
  readonly hint: string
}

/**
 * By name of the error, or `name/Reason` where AWS gives a reason. Sources: SDK docs of Organizations, IAM, Cognito.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  AWSOrganizationsNotInUseException: {
    means: 'the account is in no organization',
    hint: 'Run awsup org init with the credentials of the account that is to manage the organization.',
  },
  AlreadyInOrganizationException: {
    means: 'the account is in an organization already',
    hint: 'awsup works from the management account of an organization: use its credentials, or an account of its own.',
  },
  AccessDeniedForDependencyException: {
    means: 'AWS could not make the service role that Organizations needs',
    hint: 'Allow the caller iam:CreateServiceLinkedRole as well.',
  },
  'ConstraintViolationException/ACCOUNT_NUMBER_LIMIT_EXCEEDED': {
    means:
      'the organization has as many accounts as it may (10 by default, fewer when new; closed ones count for 90 days)',
    hint: 'In a new organization wait an hour and run again; otherwise ask for more: Service Quotas, us-east-1, AWS Organizations.',
  },
  'ConstraintViolationException/ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED': {
    means: 'too many accounts were made in a short time',
    hint: 'Wait some minutes and run the same command again: it continues where this one stopped.',
  },
  'ConstraintViolationException/ACCOUNT_CREATION_NOT_COMPLETE': {
    means: "the sign-up of this account itself isn't finished",
    hint: 'Finish it in the AWS console (payment, phone, support plan), then run again.',
  },
  'ConstraintViolationException/MASTER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED': {
    means: 'the management account has no valid means of payment',
    hint: 'Add one in the console under Billing, Payment preferences, then run again.',
  },
  'ConstraintViolationException/INVALID_PAYMENT_INSTRUMENT': {
    means: 'the means of payment of the management account is not accepted',
    hint: 'Change it in the console under Billing, Payment preferences, then run again.',
  },
  'ConstraintViolationException/MASTER_ACCOUNT_MISSING_CONTACT_INFO': {
    means: 'the management account has no complete contact details',
    hint: 'Fill them in in the console under Account, Contact information, then run again.',
  },
  'ConstraintViolationException/MASTER_ACCOUNT_ADDRESS_DOES_NOT_MATCH_MARKETPLACE': {
    means: "the address of the management account isn't in the country that its AWS contract is for",
    hint: 'Correct the address in the console under Account, Contact information.',
  },
  'ConstraintViolationException/EMAIL_VERIFICATION_CODE_EXPIRED': {
    means: "the management account's e-mail address was never confirmed and the link has expired",
    hint: 'Ask for a new link in the console under AWS Organizations, Settings.',
  },
  'ConstraintViolationException/UNMET_BILLING_PREREQUISITE': {
    means: 'billing of this account is not set up for an organization',
    hint: 'Look into the Billing console of the management account.',
  },
  'ConstraintViolationException/CLOSE_ACCOUNT_QUOTA_EXCEEDED': {
    means: 'as many accounts were closed in 30 days as AWS allows',
    hint: 'Wait until some of the 30 days have gone by.',
  },
  'ConstraintViolationException/CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED': {
    means: 'three accounts are being closed at this moment, which is the limit',
    hint: 'Wait some minutes and run again.',
  },
  'ConstraintViolationException/WAIT_PERIOD_ACTIVE': {
    means: 'an account can leave its organization only when it is four days old',
    hint: 'Wait, or close the account instead.',
  },
  'ConstraintViolationException/OU_NUMBER_LIMIT_EXCEEDED': {
    means: 'the organization has 2,000 organizational units',
    hint: 'Remove some that are not needed.',
  },
  'ConstraintViolationException/POLICY_CONTENT_LIMIT_EXCEEDED': {
    means: 'the policy is longer than AWS allows (10,240 characters)',
    hint: 'Use fewer guardrails.',
  },
  'ConstraintViolationException/MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED': {
    means: 'ten service control policies are attached already',
    hint: 'Detach one that is not needed.',
  },
  'ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE': {
    means: 'the organization is for consolidated billing alone',
    hint: 'Enable all features in the console under AWS Organizations, Settings, then run again.',
  },
  RegionDisabledException: {
    means: 'STS is off in this region for the account',
    hint: 'Switch it on in the IAM console of that account under Account settings; an account that is new may only need some minutes.',
  },
  FinalizingOrganizationException: {
    means: 'AWS is still setting up the organization, which can take an hour',
    hint: 'Run the same command again later: it continues where this one stopped.',
  },
  PolicyChangesInProgressException: {
    means: 'an earlier change of policies has not reached all of the organization yet',
    hint: 'Wait a few minutes and run the same command again: it continues where this one stopped.',
  },
  EntityTemporarilyUnmodifiableException: {
    means: 'it was just made or deleted, and cannot be changed until all of IAM knows',
    hint: 'Wait a few minutes and run the same command again: it continues where this one stopped.',
  },
  TooManyRequestsException: {
    means: 'AWS is being asked too often, also by others who use this account',
    hint: 'Wait a minute and run the same command again: it continues where this one stopped.',
  },
  LimitExceededException: {
    means: 'a quota of the account is used up',
    hint: 'Remove what is not needed, or ask for more in Service Quotas.',
  },
  InvalidParameterException: {means: 'AWS does not accept one of the values', hint: 'Change it in awsup.yaml.'},
  InvalidInputException: {means: 'AWS does not accept one of the values', hint: 'Change it in awsup.yaml.'},
  // "You provided a value that does not match the required pattern.": AWS names neither the value nor the pattern.
  'InvalidInputException/INVALID_PATTERN': {
    means: 'one of the values has a form that AWS does not accept, such as a character too many',
    hint: 'Look at what this step sends from awsup.yaml: names, e-mail addresses, ids and tags.',
  },
  // Identity pools, and IAM and STS, call it so.
  ValidationException: {means: 'AWS does not accept one of the values', hint: 'Change it in awsup.yaml.'},
  ValidationError: {means: 'AWS does not accept one of the values', hint: 'Change it in awsup.yaml.'},
  EntityAlreadyExistsException: {
    means: 'something of this name already exists, and AWS does not distinguish Names and names',
    hint: 'Run awsup refresh, or choose another name.',
  },
  DeleteConflictException: {
    means: 'something still uses it',
    hint: 'Remove what was added to it outside awsup, then run again.',
  },
  MalformedPolicyDocumentException: {
    means: 'IAM does not accept the policy, or does not know yet a principal in it that was just made',
    hint: 'Run the same command again; if it is refused again, look at access in awsup.yaml.',
  },
  ConcurrentModificationException: {
    means: 'somebody else is changing the same thing at this moment',
    hint: 'Run the same command again.',
  },
  PasswordPolicyViolationException: {
    means: "the password doesn't follow the account's rules",
    hint: 'Choose a longer one with more sorts of characters.',
  },
  InvalidPasswordException: {
    means: "the password doesn't follow the pool's rules",
    hint: 'Choose one that follows auth.password in awsup.yaml.',
  },
  UsernameExistsException: {means: 'the pool has a user of this name', hint: 'Choose another name.'},
}

/**
 * The most particular meaning that is known. AWS may say after a colon what a reason is about:
 * `INVALID_PATTERN:RESOURCE_ID` (github.com/openshift/osdctl/pull/204).
 */
export const findMeaning = (name: string, reason = ''): Meaning | undefined =>
  MEANINGS[`${name}/${reason.replace(/:.*$/, '')}`] ?? MEANINGS[name] ?? MEANINGS[`${name}Exception`]

/** Every key of the catalogue, for a test that they are names of AWS. */
export const meaningKeys = (): readonly string[] => Object.keys(MEANINGS)

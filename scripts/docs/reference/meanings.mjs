// What the codes of errors mean, for people: a title and what happened, by topic, in the order of docs/troubleshooting.md. What
// to do is the hint in the source; only where a hint is put together while awsup runs, `todo` says it here.

/** What people search for, and where it is answered: a code of below, or a page. */
export const SYMPTOMS = [
  ['AccessDenied, AccessDeniedException, "is not authorized to perform"', 'ACCESS_DENIED'],
  ['the wrong account, another account than expected', 'WRONG_ACCOUNT'],
  ['ExpiredToken, "The security token included in the request is expired"', 'EXPIRED'],
  [
    'InvalidClientTokenId, UnrecognizedClientException, "The security token included in the request is invalid"',
    'UNKNOWN_KEY',
  ],
  ['SignatureDoesNotMatch, InvalidSignatureException', 'WRONG_SECRET'],
  ['"Could not load credentials from any providers", no credentials', 'NO_CREDENTIALS'],
  ['EADDRINUSE, port 4566 is in use', 'PORT_TAKEN'],
  ['a lock is held, somebody else is at work', 'LOCKED'],
  ['Ctrl-C, a crash, a run that was interrupted', 'INTERRUPTED'],
  ['a merge conflict in awsup.yaml or in the records', 'MERGE_CONFLICT'],
  ['"cannot change from … to …": region, account, sign-in', 'CANNOT_CHANGE'],
  ['EMAIL_ALREADY_EXISTS, something exists and is not ours', 'NOT_OURS'],
  ['RegionDisabledException, a region that is off', 'REGION_OFF'],
  ['ETIMEDOUT, ECONNREFUSED, ENOTFOUND, a proxy', 'UNREACHABLE'],
  ['waited 10 minutes, a new account does not answer', 'TIMED_OUT'],
  ['the Free plan ends', 'FREE_PLAN'],
  ['the records are lost', 'how-to/two-people-one-project.md#ana-applied-and-did-not-push', 'find them again by tags'],
  [
    'the application reads another environment',
    'guide/outputs.md#what-overrules-an-output',
    'what overrules an output',
  ],
  [
    '`awsup: command not found` after `npm install --global <git URL>`',
    'guide/install.md#install-upgrade-uninstall',
    'ways to install awsup',
  ],
]

export const TOPICS = [
  {
    title: 'Credentials and accounts',
    codes: {
      ACCESS_DENIED: [
        'AWS denies a call',
        'Your identity, or the role that awsup enters an account by, may not do what the message names. A service control policy of the organization can deny it too.',
      ],
      WRONG_ACCOUNT: [
        'you are signed in to another account',
        'The credentials are valid, and belong to another account than the one that this project is managed from. Nothing was changed.',
      ],
      SESSION_ENDED: [
        'the shell’s session has ended',
        '`awsup shell` or `awsup exec` gave this shell credentials of an environment, which last for an hour. They have ended, and nothing was called.',
        'Leave the shell with `exit` and start it again: `awsup shell dev`.',
      ],
      SIGN_IN_REFUSED: [
        'a link to the console was refused',
        'AWS’s sign-in service, or the sandbox, did not take the session of the environment’s role. It gives no reason.',
        'Run the same command again, and see whether `awsup exec` works in this environment. In the sandbox, the server on that port may belong to another project: start this project’s with `awsup sandbox serve`.',
      ],
      EXPIRED: ['the sign-in is over', 'Temporary credentials last for minutes or hours. These have ended.'],
      NO_CREDENTIALS: [
        'there are no credentials',
        'awsup looked where the AWS CLI looks (variables, profiles, IAM Identity Center, the metadata service) and found none that it can use.',
      ],
      UNKNOWN_KEY: [
        'AWS does not know the key',
        'The access key was deleted, was never one of AWS, or its session is of another region.',
      ],
      WRONG_SECRET: [
        'the secret does not fit the key',
        'The secret access key is not the one of this access key id, or the clock of this machine is wrong.',
      ],
      ROOT_USER: [
        'you are the root user',
        'awsup enters the accounts of environments through a role, and AWS does not let root users do that.',
      ],
      NO_PROFILE: ['the profile does not work', 'The profile does not exist, or holds nothing to sign in with.'],
      NO_SESSION: [
        'a profile of IAM Identity Center is incomplete',
        'The profile names an sso-session that your AWS config file lacks, or the session lacks a setting.',
      ],
      EXISTS: [
        'a profile or file of that name exists',
        '`profiles sync` would write a profile, or `ci github` a file, that awsup did not write or that was changed since.',
      ],
      EDITED: [
        'awsup’s block was edited',
        'Somebody changed the profiles between awsup’s two lines in `~/.aws/config`.',
      ],
      NOT_READABLE: [
        'a file may not be read',
        'The AWS config file is no regular file, is too large, or may not be read by you.',
      ],
      MFA_NEEDED: [
        'an MFA code is asked for',
        'The role, or the profile, asks for MFA, and there is no terminal to type the code on.',
      ],
      MFA_CODE: ['the MFA code is not six digits', 'What was typed or given with --mfa-code is no code.'],
      MFA_REFUSED: [
        'AWS did not accept the MFA code',
        'The code is wrong, or it was used before: each works once, also for another command.',
      ],
      NO_MFA_DEVICE: [
        'you have no MFA device that STS takes',
        'Roles of awsup.yaml, and changes of your own access key, ask for MFA. STS takes codes of authenticator apps, and no passkeys.',
      ],
      NOT_GRANTED: [
        'awsup.yaml gives you no such role',
        'A person has one role in each environment, written in `users.<name>.roles`. Another one, or another environment, was asked for.',
      ],
      SIGN_IN_NEEDED: [
        'nobody is signed in at IAM Identity Center',
        'You work with a session of IAM Identity Center. There is none on this machine, or it has ended.',
      ],
      NO_ROLE_THERE: [
        'the environment has no such role',
        'A role is made in an environment where a user has it, or where `roles.<name>.environments` names it. An administrator asked for one that is not.',
      ],
      TOO_LONG: [
        'the session would be too long',
        'AWS gives a session no longer than the role allows, and an hour at most where the role is assumed from another session.',
      ],
      SESSION_ALREADY: [
        'the credentials are a session already',
        '`awsup login` opens a session with an access key and a code. From a session AWS opens none.',
      ],
      SAME_PROFILE: [
        'two profiles would have one name',
        'With IAM Identity Center a profile is called as its permission set, which can be the name of another environment’s profile.',
      ],
      SEVERAL_ROLES: [
        'you have several roles there',
        'IAM Identity Center gives you more than one permission set of this project in that account, for example by a group. awsup does not choose.',
      ],
      IDENTITY_CENTER_OFF: [
        'IAM Identity Center is not on',
        '`signIn: identity-center` needs IAM Identity Center of the organization. Only a person can switch it on, in the console.',
      ],
      ACCOUNT_INSTANCE: [
        'IAM Identity Center is that of one account alone',
        'There are instances of organizations and instances of accounts. Only the first have permission sets.',
      ],
      NOT_READY: [
        'IAM Identity Center is still being set up',
        'AWS is making it, or is deleting it. Until it is active, nothing can be made in it.',
      ],
      NO_SUCH_PERSON: [
        'IAM Identity Center has no such user or group',
        'awsup.yaml gives a role to a user or group that its directory does not have. awsup makes and deletes neither.',
      ],
      NOT_PROVISIONED: [
        'a permission set did not reach an account',
        'IAM Identity Center makes a role of the permission set in the account, and failed. Mostly the account lacks a policy that the set names.',
      ],
      IN_USE: [
        'a permission set is assigned by others',
        'Somebody assigned it in the console. AWS deletes no permission set that is assigned: a plan keeps it, says so, and does the rest.',
      ],
      MANAGEMENT_ACCOUNT: [
        'a permission set is never assigned in the management account',
        'No service control policy holds that account, and IAM Identity Center needs other rights there.',
      ],
      OTHER_SIGN_IN: [
        'people sign in with IAM Identity Center',
        'Passwords, MFA devices and access keys are those of IAM users. These people have none.',
      ],
      NO_START_URL: [
        'the address of the access portal is not known',
        'No API answers it. awsup knows it only where the identity store has an id that begins with `d-`.',
      ],
      NOT_YOUR_ROLE: [
        'a role cannot widen itself',
        'The plan changes roles of people, their boundaries or people themselves; or a deployer was to change a table or a bucket. Only administrators of the organization do that.',
      ],
      BEYOND_REACH: [
        'this needs the account of the organization',
        'You have roles in environments, and none where the organization is managed.',
      ],
      OTHER_ENVIRONMENT: [
        'these are credentials of another environment',
        'The shell or the deployment holds the credentials of a role in one environment, and the command asks for another.',
      ],
      CREDENTIAL_PROCESS: [
        'the credential_process failed',
        'A program that the profile names gives the credentials. It failed, or printed something else.',
      ],
      CREDENTIALS_TIMED_OUT: ['the credentials did not come', 'What gives the credentials did not answer in time.'],
      ENDPOINT: [
        'an address for AWS is wrong',
        'A variable or a profile leads calls to another address than AWS, and the address is not usable.',
      ],
      NOT_MANAGEMENT_ACCOUNT: [
        'this is a member account',
        'Only the management account of an organization can create accounts. Yours is a member of one.',
      ],
      NOT_A_MEMBER: [
        'the account is not in your organization',
        'awsup enters only accounts of the organization that your management account manages.',
      ],
      OWN_ACCOUNT: [
        'the environment is the management account itself',
        'AWS has no role to enter your own account by, and none is needed.',
      ],
      NO_ORGANIZATION: ['there is no organization', 'The account of your credentials is in no organization yet.'],
      CONSOLIDATED_BILLING_ONLY: [
        'the organization only shares the bill',
        'Accounts, policies and roles need an organization with all features.',
      ],
      FREE_PLAN: [
        'the account is on the Free plan',
        'Creating an organization ends the Free plan at once, with its credits.',
      ],
      EMAIL_OF_MANAGEMENT_ACCOUNT: [
        'the address belongs to the management account',
        'Every AWS account has an address of its own. This one is taken.',
      ],
      ACCOUNT_PENDING: ['the account is not activated', 'Somebody opened this account and did not finish its sign-up.'],
      ACCOUNT_CLOSED: [
        'the account is closed',
        'The account was closed, or is being closed. Its address stays taken for ever.',
      ],
      ACCOUNT_KEPT: ['awsup closes no accounts', 'The account stays as it is, with everything in it.'],
      ORGANIZATION_KEPT: ['awsup deletes no organization', 'The organization stays as it is.'],
      UNIT_KEPT: ['awsup deletes no organizational unit', 'The unit stays as it is, with the accounts in it.'],
      NAME_TAKEN: [
        'the name of an environment is taken',
        'An environment of that name exists, or two accounts were to get it.',
      ],
      TWO_NAMES: ['one account has two names', 'An account was named for two environments.'],
    },
  },
  {
    title: 'Records, locks and interrupted runs',
    codes: {
      INTERRUPTED: [
        'a run was interrupted',
        'Nothing is lost: what was made is on record, or is found by its tags.',
        'Run the same command again: it continues. `awsup status` shows what is unfinished.',
      ],
      LOCKED: [
        'somebody else is at work',
        'One run at a time may change a project. The message says whose run holds the lock, and since when.',
      ],
      HOLDER_ALIVE: [
        'the run that holds the lock is alive',
        'A lock of a process that is at work on this machine is never broken.',
      ],
      LOCK_BROKEN: [
        'the lock of this run was broken',
        'Somebody took the lock while this run was stopped or asleep. This run wrote nothing after that.',
      ],
      LOCK_CHANGED: ['the lock changed hands', 'While you confirmed, another run took the lock.'],
      MERGE_CONFLICT: [
        'git left conflict marks',
        'Two people changed the same lines, and git could not decide. Nothing was done.',
        'Keep the right lines, and remove those that begin with `<<<<<<<`, `=======` and `>>>>>>>`. Records can also be found again: delete the file and run `awsup refresh`.',
      ],
      RECORDS_MIXED: [
        'two environments have the same ids',
        'The record of one environment has ids of another one, for example after a merge. awsup stops before it works in the wrong account.',
      ],
      WRONG_ENVIRONMENT: [
        'a record names something of another environment',
        'The tags on AWS say that it belongs elsewhere. awsup believes AWS.',
      ],
      DAMAGED: [
        'a file cannot be read',
        'A record, a journal or an output is not what it should be: half written, edited, or in another encoding.',
      ],
      UNREADABLE: ['a file cannot be read', 'It is no regular file, or its content is not what awsup or git wrote.'],
      NEWER: ['a newer awsup wrote this', 'An older awsup does not guess what a newer one recorded.'],
      RECORDS_DIFFER: [
        'other records exist',
        'The bucket and this folder have different records. Nothing was overwritten.',
      ],
      NO_RECORDS: ['the bucket has no records', 'There is nothing at the place that awsup.yaml names.'],
      NO_RECORDS_PLACE: [
        'records are not in S3',
        'The command moves records between this folder and S3, and awsup.yaml names no bucket.',
      ],
      NO_BUCKET: ['the bucket does not exist', 'awsup keeps records in a bucket that you make.'],
      NO_CONDITIONS: [
        'the store cannot protect records',
        'The server ignores conditions on writes, so two people could overwrite each other.',
      ],
      CONTENDED: ['others change the records all the time', 'Several runs write the same record at once.'],
      NOT_MADE: [
        'it is not on record',
        'awsup.yaml asks for it, and awsup has not made it yet, or the records of a colleague are missing.',
      ],
      NOT_WRITABLE: ['a file cannot be written', 'The disk is full, or the folder or file may not be written to.'],
      NOT_A_FOLDER: ['a file is where a folder should be', 'awsup keeps files of its own there.'],
      SYMLINK: [
        'a folder of awsup is a symbolic link',
        'awsup reads and writes nothing through links, because a link in a cloned repository could lead anywhere.',
      ],
      TARGET_CHANGED: [
        'AWS and the sandbox are mixed up',
        'This project is on AWS, and something switched it to the sandbox.',
      ],
    },
  },
  {
    title: 'Plan and apply',
    codes: {
      PLAN_CHANGED: [
        'a saved plan no longer fits',
        'AWS is not as it was when the plan was saved. The message names what differs. Nothing was changed.',
      ],
      OTHER_PLAN: [
        'a saved plan is of something else',
        'Another project, account, organization or version of awsup made the plan, or awsup.yaml has changed since.',
      ],
      NO_PLAN: ['the file is no saved plan', 'It does not exist, is damaged, or is something else.'],
      CANNOT_CHANGE: [
        'AWS can never change this',
        'A setting that is fixed for ever was changed in awsup.yaml: how users sign in, a region, an account, a name. Replacing it would lose users, so awsup refuses. Nothing was changed.',
        'Put the old value back, which the message names. To have the new one, add a second environment and move: [another region or account](how-to/another-region-or-account.md).',
      ],
      RENAMED: [
        'users would be left behind',
        'awsup.yaml does not name an environment any more, or names it otherwise, and its user pool is still on AWS.',
        'Put the name back. To delete it with its users: `awsup env remove <name>`. To rename it, add the new one and move: [another region or account](how-to/another-region-or-account.md).',
      ],
      PROTECTED: [
        'the environment is protected',
        '`protected: true` in awsup.yaml is one more question before something is deleted.',
      ],
      NOT_OURS: [
        'something exists that awsup did not make',
        'A name, an address or a file is taken by something without the tags or marks of this project. awsup never takes over what is not its own.',
      ],
      AMBIGUOUS: [
        'two things have the same tags',
        'awsup finds things by tags, and found two. It does not guess which one is in use.',
      ],
      NOT_VISIBLE_YET: ['AWS does not show it yet', 'AWS made it a moment ago, and not all of AWS knows it yet.'],
      TIMED_OUT: [
        'it takes longer than awsup waits',
        'AWS is still at work, for example on a new account or a region.',
      ],
      TTL_TOO_SOON: [
        'a time to live changed a moment ago',
        'DynamoDB takes one change of the time to live of a table an hour.',
      ],
      REGION_OFF: [
        'the region is off',
        'AWS switches newer regions off in new accounts. Credentials do not work there until the region is enabled.',
      ],
      NOT_KEPT: ['AWS did not keep a setting', 'awsup sent it, read it back, and AWS has another value.'],
      DOMAIN_FAILED: ['the sign-in domain failed', 'Cognito could not set up the domain of the user pool.'],
      REPLY_LOST: [
        'the answer of AWS was lost',
        'The call may have worked or not. awsup did not send it again, so that nothing is made twice.',
      ],
    },
  },
  {
    title: 'Network',
    codes: {
      UNREACHABLE: [
        'AWS cannot be reached',
        'The network, the name server or a proxy stands between this machine and AWS, or the region does not exist.',
      ],
      NOT_AWS: [
        'something else than AWS answered',
        'A proxy, or the sign-in page of a hotel network, answered in its place.',
      ],
      REPLY_TOO_LARGE: [
        'an answer is too large',
        'No answer of AWS that awsup asks for is so large: something else answered.',
      ],
    },
  },
  {
    title: 'Switching environments and writing files',
    codes: {
      NO_PROJECT: ['there is no awsup.yaml', 'awsup looks in this folder and in those above it.'],
      NO_ENVIRONMENT: ['there is no environment of that name', 'awsup.yaml names no such environment.'],
      NO_CURRENT: [
        'no environment is switched on',
        'The command works on the environment that is switched on, and none is.',
      ],
      NO_UNDO: ['there is nothing to undo', 'Only the last switch of this checkout can be undone, once.'],
      CHANGED: ['a file changed since the switch', 'Undoing the switch would lose that change.'],
      NO_CLIENT: ['there is no app client for front ends', 'The output needs one that keeps no secret.'],
      NOT_A_FILE: ['the output is no regular file', 'Something else is at the path of an output.'],
      NEVER_OURS: ['awsup never writes there', 'The path of an output leads into git, into awsup or to a hook.'],
      OUTSIDE: ['the output is outside of the project', 'The path leads out of the project, for example by a link.'],
      TOO_LARGE: ['the file is too large', 'awsup edits files of others only up to a size.'],
      SET_TWICE: [
        'a variable is set twice',
        'Terraform takes a name once, and it is set outside of awsup’s block too.',
      ],
    },
  },
  {
    title: 'Import',
    codes: {
      IMPORT_SOURCE: [
        'the file cannot be imported',
        'It is not what the other tool writes, or an id is worked out by code, which awsup never runs.',
        'Name the ids yourself: `awsup import pool <user pool id> --env <name>`.',
      ],
      GONE: ['the pool does not exist', 'The pool on record is not in its account any more.'],
      NOT_THERE: ['AWS has no such thing', 'There is nothing of that id in the account and region that were asked.'],
      HAS_A_POOL: ['the environment has another pool', 'An environment has one user pool, and it is never replaced.'],
      ON_RECORD: ['it is on record already', 'It belongs to an environment of this project.'],
      OF_A_STACK: [
        'a stack of CloudFormation made it',
        'Amplify and CDK make such stacks too. Two tools that change one table or bucket undo each other’s changes.',
      ],
      CANNOT_IMPORT: [
        'awsup cannot import it as it is',
        'What awsup sets on every table and bucket would cut off those who use it, or awsup.yaml has no words for it. Nothing was changed.',
      ],
      DIFFERENT: [
        'awsup.yaml says otherwise',
        'awsup.yaml has something of this name already, and it is not as the table or bucket on AWS: apply would change what applications use.',
      ],
      WRONG_REGION: ['the bucket is in another region', 'An environment has one region, for its bucket too.'],
      SEVERAL_IDENTITY_POOLS: [
        'several identity pools take the users',
        'awsup cannot know which one your application uses.',
      ],
    },
  },
  {
    title: 'Users and secrets',
    codes: {
      TEAM_FILE: [
        'the file of a team has mistakes',
        'All of them are listed, with line and column; with `--json` in `details.mistakes`. Nothing was changed.',
      ],
      USER_EXISTS: ['the user exists', 'awsup does not change a user that exists.'],
      NO_USER: ['there is no such user', 'awsup.yaml has no user of that name, or has it in other environments.'],
      USER_GONE: ['the user does not exist on AWS', 'The IAM user on record was deleted, and not by awsup.'],
      DISABLED: ['the user is disabled', 'A disabled user gets no new key and no new password.'],
      NO_KEY: ['the user has no access key', 'There is no key that could be replaced.'],
      KEY_IN_USE: ['the access key is in use', 'AWS says that something used the key that is to go.'],
      KEY_INACTIVE: ['the access key is inactive', 'The key that would stay does not work.'],
      HAS_KEY: ['the user has an access key', 'A secret key is shown once, when it is made.'],
      HAS_PASSWORD: ['the user has a password', 'awsup sets a first password only.'],
      NO_SECRET: ['the app client has no secret', 'awsup.yaml says that it keeps one, and AWS has none.'],
      NO_ROTATION: ['no rotation is under way', 'There is one secret or access key, so there is none to end.'],
      ROTATION_UNDER_WAY: ['a rotation is under way', 'There are two secrets or access keys, and AWS allows no third.'],
      ROTATED_BY_AWS: ['AWS rotates this secret', 'Secrets Manager keeps it, and changes it.'],
    },
  },
  {
    title: 'Access rules',
    codes: {
      ISOLATION_FAILED: [
        'users could reach what is not theirs',
        '`access test` found a request that no rule means and that would be allowed.',
      ],
      ACCESS_MISSING: [
        'users could not reach what is theirs',
        '`access test` found a request that a rule means and that would be refused.',
      ],
      POLICY_FINDINGS: [
        'Access Analyzer found something',
        'AWS’s own check of policies reports an error or a security warning.',
      ],
      TAG_WRITTEN_BY_USERS: [
        'users could choose what they reach',
        'A rule rests on a claim that users can write themselves.',
      ],
      NO_ROLE: ['there is no such role', 'The identity pool of this environment has no role of that name.'],
      CANNOT_MAKE_USER: ['the test cannot make a user', 'The pool requires an attribute that a test has no value for.'],
      CANNOT_SIGN_IN: ['the test cannot sign in', 'The pool asks its users for something that a test cannot give.'],
    },
  },
  {
    title: 'Hosted sites',
    codes: {
      NO_HOSTING: ['awsup.yaml hosts no site', 'The key `hosting` is missing, so there is nothing to deploy to.'],
      NOT_A_SITE: [
        'the folder cannot be hosted',
        'It does not exist, has no index.html at its top, needs a server, has a link that leads out, or is too large. Nothing was deployed.',
        'Build the site first, and name the folder that the build makes: `awsup deploy dev dist`, or `hosting.folder` in awsup.yaml.',
      ],
      FROZEN: [
        'the build has ids of another environment in it',
        'The ids were put in when the site was built. Deployed here, it would send the users of this environment to the other one.',
      ],
      DEPLOYING: [
        'another deployment is under way',
        'A branch takes one deployment at a time, and this machine did not begin the one that is running.',
      ],
      NOT_UPLOADED: [
        'the zip was not taken',
        'The address that AWS gave for the zip refused it. What was live is still live.',
      ],
      DEPLOYMENT_FAILED: [
        'a deployment failed or was stopped',
        'AWS could not put the site live; its reason is in the message. What was live before is still live.',
      ],
      ZIP_NOT_KEPT: [
        'this deployment cannot be rolled back to',
        'AWS keeps no zip of a deployment. awsup keeps those of the last ten on the machine that deployed them.',
      ],
    },
  },
  {
    title: 'The sandbox',
    codes: {
      PORT_TAKEN: ['the port is in use', 'Another program listens on the port, often another `awsup sandbox serve`.'],
      SANDBOX_DAMAGED: [
        'the sandbox’s memory cannot be read',
        'A file below `.awsup/sandbox/data` is missing or damaged. Nothing on AWS is concerned.',
      ],
    },
  },
]

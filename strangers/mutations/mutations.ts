import type {Mutation, NoMutation, Sort} from './mutation.js'

type Row = Omit<Mutation, 'service' | 'sort'>

/** The JSON services answer 400 to whatever a client did, though their models say 404, 409 or 429. */
const JSON_STATUS = {
  file: 'wire/protocol.ts',
  find: "shape?.fault === 'server' ? 500 : 400",
  replace: "shape?.fault === 'server' ? 500 : (shape?.status ?? 404)",
}

/** By service and sort. */
const TABLE: Readonly<Record<string, Readonly<Partial<Record<Sort, readonly Row[]>>>>> = {
  organizations: {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'a second organization is refused',
      },
    ],
    'missing field': [
      {
        broken: 'a root does not say which policy types it has',
        file: 'services/organizations/shapes.ts',
        find: "  PolicyTypes: organization.enabledPolicyTypes.map((type) => ({Type: toPolicyType(type), Status: 'ENABLED'})),\n",
        replace: '',
        seenBy: 'no policy type is enabled in the root of a new organization with all features',
      },
      {
        broken: 'an account that failed does not say why',
        file: 'services/organizations/shapes.ts',
        find: "request.state === 'FAILED'",
        replace: 'false',
        seenBy: 'an account with an e-mail address that another has fails, later and not as an exception',
      },
    ],
    'wrong id shape': [
      {
        broken: "an organization's id has eight characters",
        file: 'services/organizations/organization.ts',
        find: 'o-${lowerAlnum(10)}',
        replace: 'o-${lowerAlnum(8)}',
        seenBy: 'an organization has an id of o- and ten characters, and all features',
      },
      {
        broken: "a unit's id is a UUID",
        file: 'services/organizations/units.ts',
        find: '`ou-${',
        replace: '`ou-${`${crypto.randomUUID()}`}-${',
        seenBy: "an organizational unit has the root's characters in its id",
        boto3: {kind: 'organizational-unit', verb: 'create'},
      },
    ],
  },
  sts: {
    'wrong status code': [
      {
        broken: 'who may not take a role is told so with 400',
        file: 'services/sts/refusals.ts',
        find: "'AccessDenied', message, {status: 403}",
        replace: "'AccessDenied', message, {status: 400}",
        seenBy: 'a role that does not exist is refused as one that may not be assumed',
      },
    ],
    'missing field': [
      {
        broken: 'a session does not say whose it is',
        file: 'services/sts/role-session.ts',
        find: '{Arn: arn, AssumedRoleId: userId}',
        replace: '{Arn: arn}',
        seenBy: "the session of a role is named without the role's path, with keys that begin with ASIA",
        boto3: {kind: 'session', verb: 'use'},
      },
    ],
    'wrong id shape': [
      {
        broken: "a session's name keeps the role's path",
        file: 'services/sts/role-session.ts',
        find: 'assumed-role/${roleName}/',
        replace: 'assumed-role${role.path}${roleName}/',
        seenBy: "the session of a role is named without the role's path, with keys that begin with ASIA",
      },
    ],
  },
  iam: {
    'wrong status code': [
      {
        broken: 'every refusal is a 400',
        file: 'wire/protocol.ts',
        find: 'const status = shape?.status ?? error.status ?? 400',
        replace: 'const status = 400',
        seenBy: 'a user who does not exist is not found',
        boto3: {kind: 'user', verb: 'read'},
      },
    ],
    'missing field': [
      {
        broken: 'a role does not say how long its sessions last',
        file: 'services/iam/shapes.ts',
        find: '  MaxSessionDuration: role.maxSessionDuration,\n',
        replace: '',
        seenBy: "a role's session lasts an hour at most, unless it says more",
      },
    ],
    'wrong id shape': [
      {
        broken: "a user's id begins as a group's",
        file: 'services/iam/users/users.ts',
        find: "uniqueId('AIDA')",
        replace: "uniqueId('AGPA')",
        seenBy: "a user's id begins with AIDA, and its path is the root",
        boto3: {kind: 'user', verb: 'create'},
      },
      {
        broken: "a role's id begins as a user's",
        file: 'services/iam/roles/roles.ts',
        find: "uniqueId('AROA')",
        replace: "uniqueId('AIDA')",
        seenBy: "a role's id begins with AROA",
      },
    ],
    'reset omitted on update': [
      {
        broken: 'the password policy keeps the length that an update leaves out',
        file: 'services/iam/users/password-policy.ts',
        find: 'input.MinimumPasswordLength ?? 6',
        replace: 'input.MinimumPasswordLength ?? passwordPolicies.get(tx, [accountId])?.minimumLength ?? 6',
        seenBy: "the account's password policy is replaced as a whole: what is left out is back at its default",
      },
    ],
  },
  'cognito-idp': {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'a pool that does not exist is not found',
      },
    ],
    'missing field': [
      {
        broken: 'a pool does not say its tier',
        file: 'services/cognito-idp/pools/settings.ts',
        find: "    UserPoolTier: sent.UserPoolTier ?? 'ESSENTIALS',\n",
        replace: '',
        seenBy: 'a pool has the tier Essentials unless it says otherwise',
      },
      {
        broken: 'a user has no status',
        file: 'services/cognito-idp/users/view.ts',
        find: '  UserStatus: user.status,\n',
        replace: '',
        seenBy: 'a user who is made by an administrator has to change the password',
        boto3: {kind: 'user', verb: 'create'},
      },
    ],
    'wrong id shape': [
      {
        broken: "a pool's id has a UUID for its nine characters",
        file: 'services/cognito-idp/pools/pools.ts',
        find: '${alnum(9)}',
        replace: '${crypto.randomUUID()}',
        seenBy: "a user pool's id is its region and nine characters",
      },
      {
        broken: "an app client's id has 25 characters",
        file: 'services/cognito-idp/clients/clients.ts',
        find: 'lowerAlnum(26)',
        replace: 'lowerAlnum(25)',
        seenBy: "an app client's id is 26 small letters and digits",
      },
    ],
    'reset omitted on update': [
      {
        broken: 'a pool keeps what an update leaves out',
        file: 'services/cognito-idp/pools/pools.ts',
        find: 'makePoolSettings(sent, pool.settings)',
        replace: 'makePoolSettings({...pool.settings, ...sent}, pool.settings)',
        seenBy: 'an update of a pool resets LambdaConfig',
        boto3: {kind: 'user-pool', verb: 'read'},
      },
      {
        broken: 'an app client keeps what an update leaves out',
        file: 'services/cognito-idp/clients/clients.ts',
        find: 'const settings = makeClientSettings(sent)',
        replace: 'const settings = makeClientSettings({...client.settings, ...sent})',
        seenBy: 'an update of an app client resets CallbackURLs',
      },
      {
        broken: 'a resource server keeps the scopes that an update leaves out',
        file: 'services/cognito-idp/pools/resource-servers.ts',
        find: "name: present(Name, 'Name'), scopes: Scopes}\n      resourceServers.put(call.tx, [server",
        replace:
          "name: present(Name, 'Name'), scopes: Scopes.length > 0 ? Scopes : server.scopes}\n      resourceServers.put(call.tx, [server",
        seenBy: 'an update of a resource server removes the scopes that it leaves out',
      },
    ],
  },
  'cognito-identity': {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'an identity pool that does not exist is not found',
      },
    ],
    'missing field': [
      {
        broken: "a pool's roles do not say whose they are",
        file: 'services/cognito-identity/pools/roles.ts',
        find: '        IdentityPoolId: id,\n',
        replace: '',
        seenBy: 'a new pool has no roles',
      },
    ],
    'wrong id shape': [
      {
        broken: "a pool's id has no region",
        file: 'services/cognito-identity/pools/pools.ts',
        find: '`${region}:${uuid()}`',
        replace: 'uuid()',
        seenBy: "an identity pool's id is its region and a UUID",
      },
    ],
    'reset omitted on update': [
      {
        broken: 'a pool keeps what an update leaves out',
        file: 'services/cognito-identity/pools/pools.ts',
        find: 'developerProviderName, settings: makeSettings(sent)}',
        replace: 'developerProviderName, settings: makeSettings({...pool.settings, ...sent})}',
        seenBy: 'an update of an identity pool resets CognitoIdentityProviders',
        boto3: {kind: 'identity-pool', verb: 'read'},
      },
      {
        broken: 'a pool keeps the role mappings that are not sent again',
        file: 'services/cognito-identity/pools/roles.ts',
        find: 'roleMappings: RoleMappings}',
        replace: 'roleMappings: {...pool.roleMappings, ...RoleMappings}}',
        seenBy: 'SetIdentityPoolRoles resets the mappings that it leaves out',
      },
    ],
  },
  dynamodb: {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'a table that does not exist is not found',
      },
    ],
    'missing field': [
      {
        broken: 'a table has no ARN',
        file: 'services/dynamodb/table/operations.ts',
        find: '    TableArn: arn,\n',
        replace: '',
        seenBy: 'a new table is being created',
      },
    ],
    'wrong id shape': [
      {
        broken: "a table's ARN has a colon before its name",
        file: 'services/dynamodb/table-access.ts',
        find: ':table/${TableName}',
        replace: ':table:${TableName}',
        seenBy: 'a new table is being created',
      },
    ],
    'reset omitted on update': [
      {
        broken: 'an item that is written again keeps the attributes that it leaves out',
        file: 'services/dynamodb/store.ts',
        find: '{key, item})',
        replace: '{key, item: {...rows.get(tx, [...at, key])?.item, ...item}})',
        seenBy: 'a write replaces an item as a whole',
      },
    ],
  },
  s3: {
    'wrong status code': [
      {
        broken: 'a bucket that is not empty is a bad request, and no conflict',
        file: 'services/s3/bucket/buckets.ts',
        find: "'The bucket you tried to delete is not empty', 409",
        replace: "'The bucket you tried to delete is not empty', 400",
        seenBy: 'a bucket with an object is not deleted',
      },
    ],
    'missing field': [
      {
        broken: 'who writes an object is not told its ETag',
        file: 'services/s3/objects.ts',
        find: 'return {ETag: kept.etag, ...',
        replace: 'return {...',
        seenBy: "an object's ETag is the MD5 of its bytes, in quotes",
      },
    ],
    'wrong id shape': [
      {
        broken: 'an ETag has no quotes',
        file: 'services/s3/content.ts',
        find: 'etag: `"${md5(bytes).toString(\'hex\')}"`',
        replace: "etag: md5(bytes).toString('hex')",
        seenBy: "an object's ETag is the MD5 of its bytes, in quotes",
      },
    ],
    'reset omitted on update': [
      {
        broken: 'an object that is written again keeps the metadata that it leaves out',
        file: 'services/s3/objects.ts',
        find: 'settings: settingsOf(input), tags',
        replace: 'settings: {...there?.settings, ...JSON.parse(JSON.stringify(settingsOf(input)))}, tags',
        seenBy: 'an object that is written again has only what is said then',
      },
    ],
  },
  ssm: {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'a parameter that does not exist is not found',
      },
    ],
    'missing field': [
      {
        broken: 'who writes a parameter is not told its version',
        file: 'services/ssm/service.ts',
        find: 'return {Version: made.version, ',
        replace: 'return {',
        seenBy: 'a new parameter has the version 1, and is of the tier Standard',
      },
    ],
    'wrong id shape': [
      {
        broken: "a parameter's ARN has a colon before its name",
        file: 'services/ssm/parameters.ts',
        find: ':parameter/${',
        replace: ':parameter:${',
        seenBy: "a parameter's ARN has its name",
      },
    ],
  },
  secretsmanager: {
    'wrong status code': [
      {
        broken: 'refusals have the status of the model, not that of the wire',
        ...JSON_STATUS,
        seenBy: 'a secret that does not exist is not found',
      },
    ],
    'missing field': [
      {
        broken: 'who makes a secret is not told which version it has',
        file: 'services/secrets-manager/service.ts',
        find: 'addVersion(made, input, {stages: [CURRENT], now})\n        return {...named(save(secret, call)), VersionId: id}',
        replace: 'addVersion(made, input, {stages: [CURRENT], now})\n        return {...named(save(secret, call))}',
        seenBy: "a version's id is the token of the request",
      },
    ],
    'wrong id shape': [
      {
        broken: "a secret's ARN has nothing behind its name",
        file: 'services/secrets-manager/secrets.ts',
        find: '${name}-${alnum(6)}',
        replace: '${name}',
        seenBy: "a secret's ARN has six characters behind its name",
      },
    ],
  },
}

/** Every way in which the sandbox is broken on purpose. */
export const MUTATIONS: readonly Mutation[] = Object.entries(TABLE).flatMap(([service, sorts]) =>
  (Object.entries(sorts) as [Sort, readonly Row[]][]).flatMap(([sort, rows]) =>
    rows.map((row) => ({service, sort, ...row})),
  ),
)

const RESET = 'reset omitted on update'

/** Where a service has none of a sort. */
export const NO_MUTATIONS: readonly NoMutation[] = [
  {service: 'organizations', sort: RESET, why: 'its updates keep what they leave out, and AWS documents no other'},
  {service: 'sts', sort: RESET, why: 'it updates nothing'},
  {service: 'ssm', sort: RESET, why: 'a parameter that is overwritten keeps what is left out'},
  {service: 'secretsmanager', sort: RESET, why: 'an update keeps what it leaves out, and a new value is a new version'},
]

import {expect} from 'vitest'
import {CLIENT, IDENTITIES, POOL, type Shape} from './shapes.js'

/** States and outputs as Terraform writes them, after real ones; all ids and names are made up. */
const OTHER = 'eu-west-1_JkLmNoPqR'
const ARN = `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${POOL}`
const WHOLE = {userPoolId: POOL, clients: {web: CLIENT}, identityPoolId: IDENTITIES, accountId: '123456789012'}
const json = (value: unknown): string => JSON.stringify(value, undefined, 2)
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le')
const utf16be = (text: string): Buffer => utf16(text).swap16()

type Attributes = Readonly<Record<string, unknown>>
const pool = (id = POOL): Attributes => ({id, arn: ARN.replace(POOL, id), name: 'acme'})
const client = {id: CLIENT, name: 'web', user_pool_id: POOL, client_secret: 'a-secret-that-nobody-may-see'}
const identities = {
  id: IDENTITIES,
  cognito_identity_providers: [{client_id: CLIENT, provider_name: `cognito-idp.eu-west-1.amazonaws.com/${POOL}`}],
}

const managed = (type: string, instances: readonly object[], rest: object = {}): object => ({
  mode: 'managed',
  type,
  name: 'main',
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances,
  ...rest,
})
const ALL = [
  managed('aws_cognito_user_pool', [{attributes: pool()}]),
  managed('aws_cognito_user_pool_client', [{attributes: client}]),
  managed('aws_cognito_identity_pool', [{attributes: identities}]),
]
const v4 = (resources: readonly object[]): string =>
  json({version: 4, terraform_version: '1.9.8', serial: 1, resources})

const flat = {
  pool: {id: POOL, arn: ARN, name: 'acme', 'schema.#': '0', 'tags.%': '1', 'tags.team': 'a'},
  client: {id: CLIENT, name: 'web', user_pool_id: POOL, 'callback_urls.#': '1', 'callback_urls.1234': 'https://a.dev'},
  identities: {
    id: IDENTITIES,
    'cognito_identity_providers.#': '1',
    'cognito_identity_providers.2345678901.client_id': CLIENT,
    'cognito_identity_providers.2345678901.provider_name': `cognito-idp.eu-west-1.amazonaws.com/${POOL}`,
  },
}
const FLAT = v4([
  managed('aws_cognito_user_pool', [{attributes_flat: flat.pool}]),
  managed('aws_cognito_user_pool_client', [{attributes_flat: flat.client}]),
  managed('aws_cognito_identity_pool', [{attributes_flat: flat.identities}]),
])

const old = (path: readonly string[], resources: object): object => ({path, outputs: {}, resources, depends_on: []})
const primary = (attributes: Readonly<Record<string, unknown>>, rest: object = {}): object => ({
  id: attributes['id'],
  attributes,
  meta: {},
  tainted: false,
  ...rest,
})
const v3 = (...modules: readonly object[]): string =>
  json({version: 3, terraform_version: '0.11.14', serial: 1, lineage: 'x', modules})
const OLD = {
  'aws_cognito_user_pool.main': {type: 'aws_cognito_user_pool', primary: primary(flat.pool), deposed: []},
  'aws_cognito_user_pool_client.web': {
    type: 'aws_cognito_user_pool_client',
    primary: primary(flat.client),
    deposed: [],
  },
  'aws_cognito_identity_pool.main': {type: 'aws_cognito_identity_pool', primary: primary(flat.identities), deposed: []},
  'data.aws_cognito_user_pools.all': {type: 'aws_cognito_user_pools', primary: primary({id: OTHER}), deposed: []},
}

const shown = (type: string, values: Attributes, rest: object = {}): object => ({
  address: `${type}.main`,
  mode: 'managed',
  type,
  name: 'main',
  values,
  ...rest,
})
const MODULE = {
  resources: [
    shown('aws_cognito_user_pool', pool()),
    shown('aws_cognito_user_pool_client', client),
    shown('aws_cognito_identity_pool', identities),
  ],
}
const outputs = (values: Readonly<Record<string, unknown>>): string =>
  json(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, {sensitive: false, type: 'x', value}])))

const state = (title: string, text: string | Buffer, rest: Partial<Shape> = {}): Shape => ({
  title,
  files: {'terraform.tfstate': text},
  ...(rest.refused === undefined && {pools: [WHOLE]}),
  ...rest,
})
const told = (title: string, values: Readonly<Record<string, unknown>>, rest: Partial<Shape> = {}): Shape => ({
  title,
  files: {'outputs.json': outputs(values)},
  named: 'outputs.json',
  ...(rest.refused === undefined && {pools: [{userPoolId: POOL, clients: {web: CLIENT}, identityPoolId: IDENTITIES}]}),
  ...rest,
})
const IDS = {user_pool_id: POOL, client_id: CLIENT, identity_pool_id: IDENTITIES}
const TWO = [
  {userPoolId: POOL, environment: 'dev', clients: {web: CLIENT}},
  {userPoolId: OTHER, environment: 'prod', clients: {web: `${CLIENT}9`}},
]

export const STATE_SHAPES: readonly Shape[] = [
  state('version 4', v4(ALL)),
  state('in UTF-16, as PowerShell redirects it', utf16(v4(ALL))),
  state('in UTF-16, the other way round', utf16be(v4(ALL))),
  state('with a byte order mark', `\uFEFF${v4(ALL)}`),
  state('with attributes as Terraform 0.11 had them', FLAT),
  state('version 3, of Terraform 0.11', v3(old(['root'], OLD))),
  state('version 3, in modules', v3(old(['root'], {}), old(['root', 'auth', 'cognito'], OLD)), {
    pools: [
      {...WHOLE, from: expect.stringContaining('module.auth.module.cognito.aws_cognito_user_pool.main') as string},
    ],
  }),
  state(
    'version 3: tainted and deposed',
    v3(
      old(['root'], {
        ...OLD,
        'aws_cognito_user_pool.old': {
          type: 'aws_cognito_user_pool',
          primary: primary({...flat.pool, id: OTHER}, {tainted: true}),
          deposed: [primary({...flat.pool, id: 'eu-west-1_Deposed'})],
        },
      }),
    ),
    {notes: [`aws_cognito_user_pool.old (${OTHER}) is tainted`, '(eu-west-1_Deposed) is deposed']},
  ),
  state(
    'a deposed instance beside the one that replaced it',
    v4([
      managed('aws_cognito_user_pool', [{attributes: pool()}, {deposed: '0a1b2c3d', attributes: pool(OTHER)}]),
      ...ALL.slice(1),
    ]),
    {
      notes: [
        `aws_cognito_user_pool.main (${OTHER}) is deposed: Terraform is to delete it`,
        `awsup import pool ${OTHER}`,
      ],
    },
  ),
  state('the only pool is tainted', v4([managed('aws_cognito_user_pool', [{status: 'tainted', attributes: pool()}])]), {
    refused: `(${POOL}) is tainted: Terraform is to replace it, so it is not imported`,
  }),
  state(
    'terraform show -json',
    json({format_version: '1.0', terraform_version: '1.9.8', values: {root_module: MODULE}}),
  ),
  state(
    'terraform show -json, with a tainted one',
    json({
      format_version: '1.0',
      values: {
        root_module: {
          ...MODULE,
          child_modules: [
            {address: 'module.a', resources: [shown('aws_cognito_user_pool', pool(OTHER), {tainted: true})]},
          ],
        },
      },
    }),
    {notes: [`(${OTHER}) is tainted`]},
  ),
  state(
    'terraform show -json of a plan',
    json({
      format_version: '1.2',
      terraform_version: '1.9.8',
      planned_values: {root_module: {resources: [shown('aws_cognito_user_pool', {name: 'new'})]}},
      resource_changes: [],
      prior_state: {format_version: '1.0', values: {root_module: MODULE}},
    }),
  ),
  state(
    'a plan before anything is made',
    json({format_version: '1.2', terraform_version: '1.9.8', planned_values: {root_module: MODULE}}),
    {refused: 'there is no user pool in'},
  ),
  state('an empty state', json({format_version: '1.0'}), {refused: 'there is no user pool in'}),
  state(
    'where the state is kept',
    json({version: 3, serial: 1, lineage: 'x', backend: {type: 's3', config: {bucket: 'acme-state'}}}),
    {
      files: {'.terraform/terraform.tfstate': json({version: 3, backend: {type: 's3'}})},
      named: '.terraform/terraform.tfstate',
      refused: 'says where the state is kept, and is no state: terraform state pull',
    },
  ),
  state(
    'the provider awscc',
    v4([
      managed('awscc_cognito_user_pool', [{attributes: {id: POOL, user_pool_id: POOL, arn: ARN}}]),
      managed('awscc_cognito_user_pool_client', [
        {attributes: {id: `${POOL}|${CLIENT}`, client_id: CLIENT, client_name: 'web', user_pool_id: POOL}},
      ]),
      managed('awscc_cognito_identity_pool', [{attributes: {...identities, identity_pool_id: IDENTITIES}}]),
    ]),
  ),
  state('the identity pool is in another state', v4(ALL.slice(0, 2)), {
    pools: [{userPoolId: POOL, clients: {web: CLIENT}, identityPoolId: undefined}],
  }),
  state('the identity pool trusts a client of another state', v4([...ALL.slice(0, 1), ...ALL.slice(2)]), {
    pools: [{userPoolId: POOL, clients: {}, identityPoolId: IDENTITIES}],
  }),
  state(
    'two clients of one name',
    v4([...ALL, managed('aws_cognito_user_pool_client', [{attributes: {...client, id: `${CLIENT}9`}}])]),
    {pools: [{userPoolId: POOL, clients: {web: CLIENT, 'web-2': `${CLIENT}9`}}]},
  ),
  state(
    'for_each by environment',
    v4([
      managed('aws_cognito_user_pool', [
        {index_key: 'dev', attributes: pool()},
        {index_key: 'prod', attributes: pool(OTHER)},
      ]),
    ]),
    {
      pools: [
        {userPoolId: POOL, environment: 'dev'},
        {userPoolId: OTHER, environment: 'prod'},
      ],
    },
  ),
  state(
    'a module for each environment, as terraform show -json has it',
    json({
      format_version: '1.0',
      values: {
        root_module: {
          child_modules: ['dev', 'prod'].map((key) => ({
            address: `module.auth["${key}"]`,
            resources: [
              shown('aws_cognito_user_pool', pool(key === 'dev' ? POOL : OTHER), {
                address: `module.auth["${key}"].aws_cognito_user_pool.main`,
              }),
            ],
          })),
        },
      },
    }),
    {
      pools: [
        {userPoolId: POOL, environment: 'dev'},
        {userPoolId: OTHER, environment: 'prod'},
      ],
    },
  ),
  state(
    'the pool is of another state, and its ids are outputs of this one',
    json({
      version: 4,
      resources: [],
      outputs: {user_pool_id: {value: POOL, type: 'string'}, client_id: {value: CLIENT}},
    }),
    {pools: [{userPoolId: POOL, clients: {web: CLIENT}}]},
  ),
  state(
    'the pool is read as data alone: it is named',
    v4([{...managed('aws_cognito_user_pool', [{attributes: pool()}]), mode: 'data'}]),
    {refused: `awsup import pool ${POOL} --env dev`},
  ),
  state(
    'encrypted by OpenTofu',
    json({serial: 1, lineage: 'x', meta: {}, encrypted_data: 'x', encryption_version: 'v0'}),
    {refused: 'tofu show -json > state.json'},
  ),
  state('of Pulumi', json({version: 3, deployment: {manifest: {}, resources: []}}), {refused: 'is of Pulumi'}),
  state('outputs of CDK: the pool is named', json({AuthStack: {UserPoolId: POOL, UserPoolClientId: CLIENT}}), {
    refused: `awsup import pool ${POOL} --env dev`,
  }),
  state('a saved plan', 'PK\u0003\u0004', {refused: 'terraform show -json (of a state or a saved plan)'}),
  state('what terraform output prints without -json', `user_pool_id = "${POOL}"`, {refused: 'terraform output -json'}),
]

export const WORKSPACE_SHAPES: readonly Shape[] = [
  {
    title: 'an environment in each workspace',
    files: {
      'terraform.tfstate.d/dev/terraform.tfstate': v4(ALL),
      'terraform.tfstate.d/prod/terraform.tfstate': v4([managed('aws_cognito_user_pool', [{attributes: pool(OTHER)}])]),
      '.terraform/environment': 'dev',
    },
    pools: [
      {...WHOLE, environment: 'dev'},
      {userPoolId: OTHER, environment: 'prod'},
    ],
  },
  {
    title: 'the first workspace beside others: it has no name of its own',
    files: {
      'terraform.tfstate': v4([managed('aws_cognito_user_pool', [{attributes: pool(OTHER)}])]),
      'terraform.tfstate.d/dev/terraform.tfstate': v4(ALL),
    },
    pools: [{userPoolId: OTHER}, {...WHOLE, environment: 'dev'}],
  },
  {
    title: 'the folder of the workspaces itself',
    files: {'terraform.tfstate.d/dev/terraform.tfstate': v4(ALL)},
    named: 'terraform.tfstate.d',
    pools: [{...WHOLE, environment: 'dev'}],
  },
  {
    title: 'states that are kept elsewhere, and the workspace that is selected',
    files: {'.terraform/environment': 'prod\n', 'main.tf': ''},
    refused: 'The workspace prod is selected: that is the one that it pulls',
  },
  ...[
    ['dev/terraform.tfstate', 'prod/terraform.tfstate'],
    ['environments/dev/terraform.tfstate', 'environments/prod/terraform.tfstate'],
    ['dev.tfstate', 'prod.tfstate'],
    ['terraform.auth.tfstate'],
  ].map((paths): Shape => ({
    title: `${paths.join(' and ')}: the states that there are are named`,
    files: Object.fromEntries(paths.map((path) => [path, v4(ALL)])),
    refused: `${paths.at(-1) ?? ''}. Name one of them: awsup import terraform`,
  })),
]

export const OUTPUT_SHAPES: readonly Shape[] = [
  told('texts', IDS),
  told('one object', {cognito: IDS}),
  told('an object in an object', {stack: {auth: {userPoolId: POOL, clientId: CLIENT, identityPoolId: IDENTITIES}}}),
  told('lists of one', {user_pool_ids: [POOL], client_ids: [CLIENT], identity_pool_ids: [IDENTITIES]}),
  told(
    'a map of clients',
    {user_pool_id: POOL, client_ids: {web: CLIENT, mobile: `${CLIENT}9`}, identity_pool_id: IDENTITIES},
    {
      pools: [{userPoolId: POOL, clients: {web: CLIENT, mobile: `${CLIENT}9`}, identityPoolId: IDENTITIES}],
    },
  ),
  told(
    'a map of environments',
    {environments: {dev: IDS, prod: {user_pool_id: OTHER, client_id: `${CLIENT}9`}}},
    {pools: TWO},
  ),
  told(
    'a map of each id',
    {user_pool_ids: {dev: POOL, prod: OTHER}, client_ids: {dev: CLIENT, prod: `${CLIENT}9`}},
    {pools: TWO},
  ),
  told(
    'environments in the names',
    {dev_user_pool_id: POOL, dev_client_id: CLIENT, prod_user_pool_id: OTHER, prod_client_id: `${CLIENT}9`},
    {pools: TWO},
  ),
  told(
    'several pools in a list: nothing tells them apart',
    {user_pool_ids: [POOL, OTHER]},
    {
      refused: 'has several user pools',
    },
  ),
  told('jsonencode of an object', {config: json(IDS)}),
  told('an ARN', {user_pool_arn: ARN}, {pools: [{userPoolId: POOL, accountId: '123456789012'}]}),
  told(
    'the name of the provider',
    {provider: `cognito-idp.eu-west-1.amazonaws.com/${POOL}`},
    {pools: [{userPoolId: POOL}]},
  ),
  told(
    'a client without the word id',
    {user_pool: POOL, web_client: CLIENT, client_name: 'acmewebclientforeverybody'},
    {pools: [{userPoolId: POOL, clients: {web: CLIENT}}]},
  ),
  {
    title: 'sensitive objects are not looked at',
    files: {'outputs.json': json({cognito: {sensitive: true, type: 'x', value: IDS}})},
    named: 'outputs.json',
    refused: 'there is no user pool in',
  },
  {
    title: 'outputs in UTF-16',
    files: {'outputs.json': utf16(outputs(IDS))},
    named: 'outputs.json',
    pools: [{userPoolId: POOL}],
  },
]

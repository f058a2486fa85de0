import {cpSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readAmplify} from '../../../src/lib/operations/import/amplify.js'
import {readTerraform} from '../../../src/lib/operations/import/terraform.js'
import {requestsFor} from '../../../src/lib/operations/import/requests.js'
import {emptyFolder, write} from '../../_helpers/cli.js'

const SOURCES = join(import.meta.dirname, 'sources')
const source = (name: string): string => join(SOURCES, name)

const DEV = {
  userPoolId: 'eu-west-1_AbCdEfGhI',
  clients: {web: '1example23456789abcdefghij'},
  identityPoolId: 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef',
}

describe('what other tools wrote tells the ids', () => {
  test('a state of Terraform: pools of all modules, each with its own clients, and no secret', () => {
    const found = readTerraform(source('terraform.tfstate'))
    expect(found.pools).toEqual([
      {
        ...DEV,
        clients: {'acme web': '1example23456789abcdefghij'},
        accountId: '123456789012',
        from: `${source('terraform.tfstate')}, module.auth["dev"].aws_cognito_user_pool.main[0]`,
      },
      expect.objectContaining({
        userPoolId: 'eu-west-1_JkLmNoPqR',
        accountId: '210987654321',
        clients: {},
        identityPoolId: undefined,
      }),
    ])
    expect(found.notes).toEqual([
      expect.stringContaining('aws_organizations_account.dev stays with Terraform'),
      expect.stringMatching(/aws_dynamodb_table\.todos stays .* awsup import table acme-todos --env/),
    ])
    expect(JSON.stringify(found)).not.toContain('secret')
    expect(readTerraform(SOURCES)).toEqual(found)
  })

  test('terraform show -json', () => {
    const {pools} = readTerraform(source('terraform-show.json'))
    expect(pools).toEqual([
      {
        ...DEV,
        identityPoolId: undefined,
        accountId: '123456789012',
        from: expect.stringContaining('module.auth.aws_cognito_user_pool.main') as string,
      },
    ])
  })

  test('terraform output -json, sensitive ones unseen', () => {
    const {pools} = readTerraform(source('terraform-outputs.json'))
    expect(pools).toEqual([
      {
        ...DEV,
        clients: {mobile: '1example23456789abcdefghij'},
        accountId: '123456789012',
        from: source('terraform-outputs.json'),
      },
    ])
  })

  test('Amplify Gen 2: ids, the file that the application reads, and what stays with Amplify', async () => {
    const found = await readAmplify(source('amplify_outputs.json'), SOURCES)
    expect(found.pools).toEqual([{...DEV, from: source('amplify_outputs.json')}])
    expect(found.outputs).toEqual([{format: 'amplify', path: 'amplify_outputs.json'}])
    expect(found.notes).toEqual([
      expect.stringContaining('s3: { bucket: "acme-uploads", owner: identity }'),
      expect.stringContaining('https://api.acme.dev/graphql stays with Amplify'),
    ])
  })

  test('Amplify Gen 1: an environment of its own for each that the folder knows, and a word on the others', async () => {
    const root = source('gen1')
    const {pools, outputs, notes} = await readAmplify(root, root)
    expect(pools).toMatchObject([
      {
        ...DEV,
        environment: 'dev',
        accountId: '123456789012',
        clients: {web: '1example23456789abcdefghij', native: '3example23456789abcdefghij'},
      },
      {
        environment: 'prod',
        accountId: '210987654321',
        userPoolId: 'eu-west-1_JkLmNoPqR',
        clients: {web: '2example23456789abcdefghij'},
      },
    ])
    expect(outputs).toEqual([{format: 'aws-exports', path: 'src/aws-exports.js'}])
    expect(notes).toEqual([
      expect.stringContaining('amplify env checkout test'),
      expect.stringContaining('acme-files-dev'),
      expect.stringContaining('dynamodb: { table: "todos-dev", owner: identity }'),
    ])
  })

  test('aws-exports.js alone, as data, as Amplify writes it and as formatters do', async () => {
    const {pools, notes} = await readAmplify(source('aws-exports.js'), SOURCES)
    expect(pools).toEqual([{...DEV, from: source('aws-exports.js')}])
    expect(notes).toHaveLength(2)
    const folder = emptyFolder()
    write(
      folder,
      'aws-exports.js',
      `const awsmobile = {\n    "aws_user_pools_id": "${DEV.userPoolId}"\n};\n\n\nexport default awsmobile;\n`,
    )
    expect((await readAmplify(join(folder, 'aws-exports.js'), folder)).pools[0]?.userPoolId).toBe(DEV.userPoolId)
  })

  test('a file outside the project is not one that awsup is to write', async () => {
    expect((await readAmplify(source('amplify_outputs.json'), join(SOURCES, 'gen1'))).outputs).toEqual([])
  })
})

describe('a file that is not what it should be is refused, with file and place', () => {
  const POOL = '"resources":[{"mode":"managed","type":"aws_cognito_user_pool","name":"a","instances":[{"attributes":'
  test.each([
    ['no JSON', 'a.tfstate', '{"version": 4,', 'is not JSON'],
    [
      'a state of a version that nobody knows',
      'a.tfstate',
      '{"version": 9, "terraform_version": "9"}',
      'version must be 3 or 4',
    ],
    ['something else', 'a.json', '{"name": "acme"}', 'is no state of Terraform'],
    ['a list', 'a.json', '[1]', 'it must be an object'],
    [
      'an id that is none',
      'a.tfstate',
      `{"version":4,"terraform_version":"1.9.8",${POOL}{"id":"../../etc"}}]}]}`,
      'resources[0].instances[0].attributes.id must be the id of a user pool',
    ],
    [
      'a number for an id',
      'a.tfstate',
      `{"version":4,"terraform_version":"1.9.8",${POOL}{"id":7}}]}]}`,
      'attributes.id must be the id of a user pool',
    ],
    [
      'resources that are no list',
      'a.tfstate',
      '{"version":4,"terraform_version":"1.9.8","resources":{}}',
      'resources must be a list',
    ],
    [
      'a state without a pool',
      'a.tfstate',
      '{"version":4,"terraform_version":"1.9.8","resources":[]}',
      'there is no user pool in',
    ],
  ])('%s', (...[, name, text, message]) => {
    const folder = emptyFolder()
    write(folder, name, text)
    expect(() => readTerraform(join(folder, name))).toThrow(message)
  })

  test.each([
    ['code', 'aws-exports.js', 'const a = {"x": process.exit(1)};\nexport default a;', 'there is no user pool in'],
    ['more code', 'aws-exports.js', 'const a = {"c": "d" + e};\nexport default a;', 'there is no user pool in'],
    ['no object', 'aws-exports.js', 'module.exports = require("./other")', 'line 1: require("./other") is code'],
    [
      'a client id that is none',
      'amplify_outputs.json',
      '{"auth":{"user_pool_id":"eu-west-1_AbC","user_pool_client_id":"a b"}}',
      'auth.user_pool_client_id must be the id of an app client',
    ],
    ['no auth', 'amplify_outputs.json', '{"version":"1"}', 'there is no user pool in'],
  ])('Amplify: %s', async (...[, name, text, message]) => {
    const folder = emptyFolder()
    write(folder, name, text)
    await expect(readAmplify(join(folder, name), folder)).rejects.toThrow(message)
  })

  test('nothing there at all', async () => {
    expect(() => readTerraform(emptyFolder())).toThrow('there is no')
    await expect(readAmplify(emptyFolder(), '/')).rejects.toThrow('there is nothing of Amplify')
    await expect(readAmplify('/nowhere', '/')).rejects.toThrow('there is no /nowhere')
  })

  test('a folder of Gen 1 of which only the team file is there says how to get at the ids', async () => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'amplify'))
    cpSync(source('gen1/amplify/team-provider-info.json'), join(folder, 'amplify/team-provider-info.json'))
    const {pools, notes} = await readAmplify(folder, folder)
    expect(pools.map(({environment}) => environment)).toEqual(['prod'])
    expect(notes[0]).toContain('amplify env checkout dev')
  })
})

describe('which pool is which environment', () => {
  const state = () => readTerraform(source('terraform.tfstate'))
  const gen1 = () => readAmplify(source('gen1'), source('gen1'))
  const named = (requests: ReturnType<typeof requestsFor>) =>
    requests.map(({environment, userPoolId}) => `${environment} ${userPoolId}`)

  test('by the names of the source, or by those of the reader', async () => {
    expect(named(requestsFor(await gen1(), {environments: []}))).toEqual([
      'dev eu-west-1_AbCdEfGhI',
      'prod eu-west-1_JkLmNoPqR',
    ])
    expect(named(requestsFor(await gen1(), {environments: ['prod']}))).toEqual(['prod eu-west-1_JkLmNoPqR'])
    const both = ['dev=eu-west-1_AbCdEfGhI', 'live=eu-west-1_JkLmNoPqR']
    expect(named(requestsFor(state(), {environments: both}))).toEqual([
      'dev eu-west-1_AbCdEfGhI',
      'live eu-west-1_JkLmNoPqR',
    ])
  })

  test.each([
    ['several pools and one name', ['dev'], 'which of 2 user pools is "dev"?'],
    ['a pool that does not exist', ['dev=eu-west-1_Nobody'], 'there is no user pool for "dev": eu-west-1_Nobody'],
    ['one pool twice', ['a=eu-west-1_AbCdEfGhI', 'b=eu-west-1_AbCdEfGhI'], 'is asked for in two environments'],
  ])('%s', (_title, environments, message) => {
    expect(() => requestsFor(state(), {environments})).toThrow(message)
  })

  test('an identity pool is named for one environment, whatever the source', () => {
    const identityPoolId = DEV.identityPoolId
    const both = ['dev=eu-west-1_AbCdEfGhI', 'live=eu-west-1_JkLmNoPqR']
    expect(() => requestsFor(state(), {environments: both, identityPoolId})).toThrow(
      'several environments are imported',
    )
    expect(requestsFor(state(), {environments: [both[1] ?? ''], identityPoolId})).toMatchObject([{identityPoolId}])
  })

  test.each([
    ['an account that is none', {accountId: '12'}, '--account is "12", must be twelve digits'],
    [
      'a region that is another',
      {region: 'us-east-1'},
      '--region says us-east-1, but the user pool eu-west-1_AbCdEfGhI is in eu-west-1',
    ],
    ['a client without an id', {clients: ['web']}, '--client is "", must be the id of an app client'],
    [
      'an identity pool that is none',
      {identityPoolId: 'x'},
      '--identity-pool is "x", must be the id of an identity pool',
    ],
  ])('%s', (_title, more, message) => {
    expect(() => requestsFor(state(), {environments: ['dev=eu-west-1_AbCdEfGhI'], ...more})).toThrow(message)
  })
})

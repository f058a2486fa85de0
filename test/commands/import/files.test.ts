import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import {CreateIdentityPoolCommand} from '@aws-sdk/client-cognito-identity'
import {CreateUserPoolClientCommand, CreateUserPoolCommand} from '@aws-sdk/client-cognito-identity-provider'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {findDartText} from '../../../src/lib/text/code/dart.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, read, write} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld} from '../../_helpers/worlds/project-world.js'
import {importModule} from '../../lib/outputs/typescript.js'

const API = 'https://example.appsync-api.eu-west-1.amazonaws.com/graphql'

interface Ids {
  readonly pool: string
  readonly client: string
  readonly identities: string
}

const keysOf = ({pool, client, identities}: Ids) => ({
  aws_project_region: pool.split('_')[0],
  aws_cognito_identity_pool_id: identities,
  aws_cognito_region: pool.split('_')[0],
  aws_user_pools_id: pool,
  aws_user_pools_web_client_id: client,
  oauth: {},
  aws_appsync_graphqlEndpoint: API,
  aws_appsync_authenticationType: 'AMAZON_COGNITO_USER_POOLS',
  aws_user_files_s3_bucket: 'acme-files-dev',
})

const nativeOf = ({pool, client, identities}: Ids): string =>
  JSON.stringify({
    auth: {
      plugins: {
        awsCognitoAuthPlugin: {
          CredentialsProvider: {CognitoIdentity: {Default: {PoolId: identities}}},
          CognitoUserPool: {Default: {PoolId: pool, AppClientId: client}},
          AppSync: {Default: {ApiUrl: API}},
        },
      },
    },
  })

/** A file, and how an application reads it: the ids and the address of the API. */
interface Kind {
  readonly path: string
  readonly text: (ids: Ids) => string
  readonly load: (text: string) => object | Promise<object>
}

const moduleOf = async (text: string): Promise<object> =>
  (await importModule(text.replace('module.exports =', 'export default'))).default as object
const exportsOf = (ids: Ids): string => `const awsmobile = ${JSON.stringify(keysOf(ids), undefined, 4)};`

const KINDS: readonly Kind[] = [
  {
    path: 'src/aws-exports.js',
    text: (ids) => `/* eslint-disable */\n${exportsOf(ids)}\n\n\nexport default awsmobile;\n`,
    load: moduleOf,
  },
  {
    path: 'src/aws-exports.ts',
    text: (ids) => `${exportsOf(ids).replace(';', ' as const;')} // types\nexport default awsmobile\n`,
    load: moduleOf,
  },
  {path: 'aws-exports.cjs', text: (ids) => `module.exports = ${JSON.stringify(keysOf(ids))}\n`, load: moduleOf},
  {
    path: 'src/aws-exports.mjs',
    text: ({pool, client, identities}) => `export default {
  aws_project_region: '${pool.split('_')[0] ?? ''}', // (required)
  aws_user_pools_id: '${pool}', // (optional)
  aws_user_pools_web_client_id: '${client}', // (optional)
  aws_cognito_identity_pool_id: '${identities}', // (optional)
  aws_appsync_graphqlEndpoint: '${API}',
}
`,
    load: moduleOf,
  },
  {
    path: 'src/amplifyconfiguration.json',
    text: (ids) => `${JSON.stringify(keysOf(ids), undefined, 2)}\n`,
    load: (text) => JSON.parse(text) as object,
  },
]

const NATIVE_KINDS: readonly Omit<Kind, 'load'>[] = [
  {path: 'amplifyconfiguration.json', text: nativeOf},
  {path: 'lib/amplifyconfiguration.dart', text: (ids) => `const amplifyconfig = '''${nativeOf(ids)}''';\n`},
]

const put = (project: string, path: string, text: string): void => {
  mkdirSync(dirname(join(project, path)), {recursive: true})
  write(project, path, text)
}

async function makeWorld() {
  const project = emptyFolder()
  const {management} = await openProjectWorld(project)
  const {cognito, identity} = management
  const {UserPool} = await cognito.send(
    new CreateUserPoolCommand({PoolName: 'app', UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email']}),
  )
  const pool = UserPool?.Id ?? ''
  const made = await cognito.send(new CreateUserPoolClientCommand({UserPoolId: pool, ClientName: 'app_clientWeb'}))
  const client = made.UserPoolClient?.ClientId ?? ''
  const providers = [{ProviderName: `cognito-idp.${pool.split('_')[0] ?? ''}.amazonaws.com/${pool}`, ClientId: client}]
  const {IdentityPoolId: identities = ''} = await identity.send(
    new CreateIdentityPoolCommand({
      IdentityPoolName: 'app',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: providers,
    }),
  )
  return {project, ids: {pool, client, identities}}
}

const IMPORT = ['import', 'amplify', '--sandbox', '--project', 'acme', '--env', 'dev', '--yes']

describe('a file of Amplify’s is imported, and the first switch edits it: no conflict, nothing lost', () => {
  test('all of them in one project', async () => {
    const {project, ids} = await makeWorld()
    const before = new Map([...KINDS, ...NATIVE_KINDS].map(({path, text}) => [path, text(ids)]))
    for (const [path, text] of before) put(project, path, text)

    const {code, result, error} = await awsupJson(project, IMPORT)
    expect([code, error]).toEqual([0, undefined])
    const {notes} = result as unknown as {notes: readonly string[]}
    for (const path of before.keys()) expect(notes.join('\n')).toContain(`awsup env switch edits ${path} from now on`)
    expect(idOnRecord(project, 'dev', 'identity-pool')).toBe(ids.identities)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)

    const switched = await awsup(project, ['env', 'switch', 'dev'])
    expect([switched.code, switched.stderr]).toEqual([0, ''])
    expect((await awsup(project, ['env', 'switch', 'dev', '--check'])).code).toBe(0)
    for (const {path, load} of KINDS) {
      expect(parseAmplifyConfig(await load(read(project, path)))).toMatchObject({
        Auth: {Cognito: {userPoolId: ids.pool, userPoolClientId: ids.client, identityPoolId: ids.identities}},
        API: {GraphQL: {endpoint: API}},
      })
    }
    for (const {path} of NATIVE_KINDS) {
      expect(read(project, path)).toContain(API)
      expect(read(project, path)).toContain(ids.pool)
    }

    expect((await awsup(project, ['env', 'switch', '--undo'])).code).toBe(0)
    for (const [path, text] of before) expect(read(project, path)).toBe(text)
  })

  test('a file that code decides on is not named, and the import says why and goes on', async () => {
    const {project, ids} = await makeWorld()
    put(
      project,
      'src/aws-exports.js',
      `import base from './base'\nexport default { ...base,\n${Object.entries(keysOf(ids))
        .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        .join(',\n')} }\n`,
    )
    const {code, result} = await awsupJson(project, IMPORT)
    expect(code).toBe(0)
    expect((result as unknown as {notes: readonly string[]}).notes.join('\n')).toContain(
      'src/aws-exports.js is not added to outputs, and stays as it is when you switch environments: src/aws-exports.js line 2: ...base may hold',
    )
    expect(read(project, 'awsup.yaml')).not.toContain('outputs:')
  })
})

describe('a file that names another pool is switched, and the application reads the environment', () => {
  test('from one environment to another and back', async () => {
    const project = (await makeTemplate())()
    const old = {
      pool: 'eu-west-1_OldDevPoo',
      client: '1olddevclient0000000000000',
      identities: 'eu-west-1:00000000-1111-4222-8333-444444444444',
    }
    const outputs = [...KINDS, ...NATIVE_KINDS].map(({path}) => {
      const format = path.includes('aws-exports')
        ? 'aws-exports'
        : path.endsWith('.dart')
          ? 'amplifyconfiguration-dart'
          : 'amplifyconfiguration'
      return `  - { format: ${format}, path: ${path} }`
    })
    write(
      project,
      'awsup.yaml',
      `${read(project, 'awsup.yaml').replace(/^outputs:[^]*/m, '')}outputs:\n${outputs.join('\n')}\n`,
    )
    for (const {path, text} of [...KINDS, ...NATIVE_KINDS]) put(project, path, text(old))

    const texts: string[] = []
    for (const name of ['dev', 'prod', 'dev']) {
      const {code, stderr} = await awsup(project, ['env', 'switch', name])
      expect([code, stderr]).toEqual([0, ''])
      const userPoolId = idOnRecord(project, name, 'user-pool')
      for (const {path, load} of KINDS) {
        const text = read(project, path)
        expect(text).not.toContain(old.pool)
        expect(parseAmplifyConfig(await load(text))).toMatchObject({
          Auth: {Cognito: {userPoolId}},
          API: {GraphQL: {endpoint: API}},
        })
      }
      const dart = findDartText('a.dart', read(project, 'lib/amplifyconfiguration.dart')).json
      for (const text of [dart, read(project, 'amplifyconfiguration.json')]) {
        expect(JSON.parse(text)).toMatchObject({
          auth: {
            plugins: {
              awsCognitoAuthPlugin: {
                CognitoUserPool: {Default: {PoolId: userPoolId}},
                AppSync: {Default: {ApiUrl: API}},
              },
            },
          },
        })
      }
      texts.push([...KINDS, ...NATIVE_KINDS].map(({path}) => read(project, path)).join('\n'))
    }
    expect(texts[2]).toBe(texts[0])
    const doctor = await awsup(project, ['env', 'doctor', '--offline'])
    expect(doctor.stdout + doctor.stderr).not.toContain('aws-exports')
  })
})

describe('what Terraform made is imported with the identity pool that AWS knows, and the file is switched', () => {
  const v3 = ({pool, client}: Ids): string =>
    JSON.stringify({
      version: 3,
      terraform_version: '0.11.14',
      modules: [
        {
          path: ['root'],
          resources: {
            'aws_cognito_user_pool.main': {type: 'aws_cognito_user_pool', primary: {id: pool, attributes: {id: pool}}},
            'aws_cognito_user_pool_client.web': {
              type: 'aws_cognito_user_pool_client',
              primary: {id: client, attributes: {id: client, name: 'site', user_pool_id: pool}},
            },
          },
        },
      ],
    })
  const plan = ({pool}: Ids): string =>
    JSON.stringify({
      format_version: '1.2',
      planned_values: {},
      prior_state: {
        values: {
          root_module: {
            resources: [
              {mode: 'managed', type: 'aws_cognito_user_pool', address: 'aws_cognito_user_pool.a', values: {id: pool}},
            ],
          },
        },
      },
    })
  const outputs = ({pool, client}: Ids): string =>
    JSON.stringify({auth: {sensitive: false, value: {user_pool_id: pool, web_client_id: client}}})

  interface Source {
    readonly title: string
    readonly path: string
    readonly text: (ids: Ids) => string | Buffer
    readonly args: readonly string[]
  }
  const env = ['--env', 'dev']
  test.each<Source>([
    {title: 'a state of Terraform 0.11', path: 'terraform.tfstate', text: v3, args: env},
    {title: 'a plan', path: 'plan.json', text: plan, args: ['plan.json', ...env]},
    {title: 'a workspace', path: 'terraform.tfstate.d/dev/terraform.tfstate', text: v3, args: []},
    {
      title: 'outputs in UTF-16',
      path: 'o.json',
      text: (ids) => Buffer.from(`\uFEFF${outputs(ids)}`, 'utf16le'),
      args: ['o.json', ...env],
    },
  ])('$title', async ({path, text, args}) => {
    const {project, ids} = await makeWorld()
    mkdirSync(dirname(join(project, path)), {recursive: true})
    writeFileSync(join(project, path), text(ids))

    const run = await awsup(project, ['import', 'terraform', '--sandbox', '--project', 'acme', '--yes', ...args])
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(run.stdout).toContain(`${ids.identities} (app) takes tokens of the user pool`)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    expect((await awsup(project, ['env', 'switch', 'dev'])).code).toBe(0)
    expect(parseAmplifyConfig(JSON.parse(read(project, 'amplify_outputs.json')) as object)).toMatchObject({
      Auth: {Cognito: {userPoolId: ids.pool, userPoolClientId: ids.client, identityPoolId: ids.identities}},
    })
  })
})

import {parseAmplifyConfig} from '@aws-amplify/core/internals/utils'
import {Ajv2020} from 'ajv/dist/2020.js'
import dotenv from 'dotenv'
import fc from 'fast-check'
import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import path from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {loadEnv} from 'vite'
import type {Output} from '../../src/lib/manifest/manifest.js'
import type {EnvironmentIds} from '../../src/lib/outputs/content/ids.js'
import {renderOutput} from '../../src/lib/outputs/render.js'
import type {Told} from '../../src/lib/outputs/content/settings.js'
import {amplifySchema} from './amplify-schema.js'
import {anyTold, anyValues} from './any.js'
import {DEV, PROD, SETTINGS} from './samples.js'
import {compile, importModule} from './typescript.js'

const onAws: EnvironmentIds = {...PROD, target: 'aws'}
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'awsup-consumers-'))
})
afterAll(() => {
  rmSync(folder, {recursive: true, force: true})
})

const write = (output: Output, told: Told, ids = onAws): string => {
  const {content} = renderOutput(output, {told, ids, existing: undefined})
  writeFileSync(path.join(folder, output.path), content)
  return content.toString()
}
const told = (values: ReadonlyMap<string, string>): Told => ({settings: SETTINGS, values})
const outputs = (version?: string): Output => ({format: 'amplify', path: 'amplify_outputs.json', version})

describe('amplify_outputs.json', () => {
  test.each(['1', '1.1', '1.2', '1.3', '1.4', '1.5'])('of version %s keeps the schema of that version', (version) => {
    const validate = new Ajv2020({strict: false}).compile(amplifySchema(version))
    fc.assert(
      fc.property(anyTold, (any) => {
        validate(JSON.parse(write(outputs(version), any)))
        expect(validate.errors).toBeNull()
      }),
      {numRuns: 40},
    )
  })

  test('says to Amplify’s own parser which pools there are', () => {
    expect(parseAmplifyConfig(JSON.parse(write(outputs(), told(new Map()))) as object)).toMatchObject({
      Auth: {
        Cognito: {
          userPoolId: PROD.userPoolId,
          userPoolClientId: PROD.userPoolClientIds.web,
          identityPoolId: PROD.identityPoolId,
          loginWith: {email: true, phone: false, username: false},
          mfa: {status: 'optional', totpEnabled: true},
        },
      },
    })
  })
})

interface Cognito {
  groups?: unknown
  passwordless?: unknown
  readonly loginWith: {readonly oauth?: object}
  readonly userPoolEndpoint?: string
}
interface Config {
  readonly Auth: {readonly Cognito: Cognito}
}

/** Those that amplify_outputs.json has no word for. */
const withoutCustom = (config: unknown): unknown =>
  JSON.parse(JSON.stringify(config), (key, value: unknown) =>
    key === 'providers' && Array.isArray(value) ? value.filter((one) => typeof one === 'string') : value,
  )

describe('a ResourcesConfig in TypeScript', () => {
  const output: Output = {format: 'amplify-ts', path: 'amplify.ts', endpoint: undefined}

  test('compiles against Amplify’s types, whatever is in it', () => {
    const modules = fc
      .sample(anyTold, 20)
      .map((any, index) => [`amplify${index}.ts`, write(output, any, index % 2 === 0 ? DEV : onAws)] as const)
    expect(compile(Object.fromEntries(modules))).toEqual([])
  })

  test('is what Amplify makes of amplify_outputs.json of the same environment', async () => {
    await fc.assert(
      fc.asyncProperty(anyTold, async (any) => {
        const {resourcesConfig, values} = await importModule(write(output, any))
        const parsed: unknown = parseAmplifyConfig(JSON.parse(write(outputs(), any)) as object)
        expect(withoutCustom(resourcesConfig)).toEqual(parsed)
        expect(values).toEqual(Object.fromEntries(any.values))
      }),
      {numRuns: 30},
    )
  })

  test('leads to the sandbox where that is the target', async () => {
    const {resourcesConfig} = await importModule(
      write({...output, endpoint: 'http://localhost:1'}, told(new Map()), DEV),
    )
    expect(resourcesConfig).toMatchObject({
      Auth: {Cognito: {userPoolEndpoint: 'http://localhost:1', identityPoolEndpoint: 'http://localhost:1'}},
    })
  })
})

/** Gen 1 says no providers where it has none. */
const oauthOf = ({loginWith}: Cognito): object =>
  Object.fromEntries(
    Object.entries(loginWith.oauth ?? {}).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  )

test('aws-exports.js is a module that Amplify reads as the same sign-in', async () => {
  await fc.assert(
    fc.asyncProperty(anyTold, async (any) => {
      const module = await importModule(write({format: 'aws-exports', path: 'aws-exports.js'}, any))
      const legacy = parseAmplifyConfig(module.default as object) as unknown as Config
      const modern = parseAmplifyConfig(JSON.parse(write(outputs(), any)) as object) as unknown as Config
      const cognito = {...modern.Auth.Cognito}
      delete cognito.groups
      delete cognito.passwordless
      const hasAddress = any.settings.signIn.some((sort) => sort !== 'username')
      // Gen 1 has no word for groups and sign-in without a password, none for guests but yes or no, and takes a username where there is no address.
      expect(legacy.Auth.Cognito).toMatchObject({
        ...cognito,
        allowGuestAccess: any.settings.guests,
        mfa: expect.objectContaining({status: any.settings.mfa}) as unknown,
        loginWith: {
          ...(cognito.loginWith.oauth ? {oauth: oauthOf(cognito)} : {}),
          email: any.settings.signIn.includes('email'),
          phone: any.settings.signIn.includes('phone'),
          username: !hasAddress,
        },
      })
      expect((module.default as {values: object}).values).toEqual(Object.fromEntries(any.values))
    }),
    {numRuns: 30},
  )
})

describe('a typed module', () => {
  const output: Output = {format: 'typescript', path: 'awsup.ts', endpoint: undefined}

  test('knows each id to the letter: a name that is not there does not compile', () => {
    const module = write(output, told(new Map([['todosTable', 'todos']])), DEV)
    const using = (code: string) => `import {awsup} from './awsup.js'\n${code}`
    const said = compile({
      'awsup.ts': module,
      'region.ts': using("export const region: 'eu-west-1' = awsup.region"),
      'table.ts': using("export const table: 'todos' = awsup.values.todosTable"),
      'mistyped.ts': using('export const table = awsup.values.todoTable'),
    })
    expect(said).toEqual([expect.stringContaining("'todoTable' does not exist")])
  })

  test('and the runtime configuration say the same, whatever the values', async () => {
    await fc.assert(
      fc.asyncProperty(anyTold, fc.constantFrom(DEV, onAws), async (any, ids) => {
        const {awsup} = await importModule(write(output, any, ids))
        const json = write({format: 'json', path: 'config.json', endpoint: undefined}, any, ids)
        expect(awsup).toEqual(JSON.parse(json))
        expect(awsup).toMatchObject({userPoolId: ids.userPoolId, values: Object.fromEntries(any.values)})
      }),
      {numRuns: 30},
    )
  })
})

/** `valueA` … as environment variables. */
const named = (prefix: string, values: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...values].map(([name, value]) => [`${prefix}${name.replace('value', 'VALUE_').toUpperCase()}`, value]),
  )

describe('a dotenv file', () => {
  test('gives every value back to dotenv', () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const text = write({format: 'dotenv', path: '.env', prefix: 'APP_', expands: false}, told(values))
        expect(dotenv.parse(text)).toMatchObject({...named('APP_', values), APP_USER_POOL_ID: PROD.userPoolId})
      }),
    )
  })

  // Astro and SvelteKit read theirs with Vite.
  test.each(['VITE_', 'PUBLIC_'])('gives every value back to Vite, for %s', (prefix) => {
    fc.assert(
      fc.property(anyValues, (values) => {
        write({format: 'dotenv', path: '.env.local', prefix, expands: true}, told(values))
        const env = loadEnv('development', folder, prefix)
        expect(env).toMatchObject({...named(prefix, values), [`${prefix}USER_POOL_ID`]: PROD.userPoolId})
      }),
      {numRuns: 5},
    )
  })
})

test('a file of exports gives every value to sh', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      write({format: 'shell', path: 'env.sh', prefix: ''}, told(values))
      const names = Object.keys(named('', values))
      const script = `. ./env.sh && printf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')} "$USER_POOL_ID"`
      const said = execFileSync('sh', ['-euc', script], {cwd: folder, encoding: 'utf8', env: {PATH: process.env.PATH}})
      expect(said).toBe([...values.values(), PROD.userPoolId, ''].join('\n'))
    }),
    {numRuns: 20},
  )
})

describe('variables for Terraform', () => {
  const hasTerraform = spawnSync('terraform', ['version']).status === 0

  test.each(['terraform.tfvars', 'awsup.auto.tfvars.json'])('in %s are what was meant', (file) => {
    const [values] = fc.sample(anyValues, {numRuns: 1, seed: 4})
    const text = write({format: 'tfvars', path: file}, told(values ?? new Map()))
    expect(text).toContain(PROD.userPoolId)
    if (!hasTerraform) {
      console.warn('terraform is not installed here: nobody but awsup has read its .tfvars files')
      return
    }
    const names = [...(values ?? new Map<string, string>()).keys()].map((name) =>
      name.replace('value', 'value_').toLowerCase(),
    )
    const all = [...names, 'user_pool_id', 'user_pool_client_ids']
    const module = mkdtempSync(path.join(folder, 'terraform-'))
    writeFileSync(path.join(module, file), text)
    writeFileSync(path.join(module, 'main.tf'), declared(all))
    const asked = `jsonencode([${all.map((name) => `var.${name}`).join(', ')}])\n`
    const said = spawnSync('terraform', ['console'], {cwd: module, input: asked, encoding: 'utf8'})
    // Terraform brings every text into Unicode's normal form C.
    expect(JSON.parse(JSON.parse(said.stdout.trim().split('\n').at(-1) ?? '') as string)).toEqual([
      ...[...(values ?? new Map<string, string>()).values()].map((value) => value.normalize('NFC')),
      PROD.userPoolId,
      PROD.userPoolClientIds,
    ])
    if (file.endsWith('.tfvars')) expect(spawnSync('terraform', ['fmt', '-check', '.'], {cwd: module}).status).toBe(0)
  })
})

/** What is not declared Terraform warns of; these are. */
const declared = (names: readonly string[]): string =>
  names.map((name) => `variable "${name}" {\n  type = any\n}\n`).join('\n')

import {cpSync} from 'node:fs'
import {openSandbox, type Sandbox} from '../../src/sandbox/sandbox.js'
import {serve} from '../../src/sandbox/server/server.js'
import {INIT, awsup, makeTemplate} from '../_helpers/cli.js'
import {addPool} from './pools.js'
import {writeGen1, writeState} from './projects.js'

/** Names that a page uses for ids, with those of the world that it is played in. */
export type Names = Readonly<Record<string, string>>

/** What a page begins with. */
export interface World {
  /** Variables of the person's shell: where AWS is, and whose keys. */
  readonly env: Readonly<Record<string, string>>
  /** Fills the folder that the page is played in. */
  prepare(folder: string): Promise<Names>
  close(): Promise<void>
}

interface Aws {
  readonly sandbox: Sandbox
  readonly env: Readonly<Record<string, string>>
}

/** By the words after `begin with` in a page. */
const WORLDS: Readonly<Record<string, (folder: string, aws: Aws) => Promise<Names>>> = {
  'an AWS account': () => Promise.resolve({}),
  'the project acme on AWS': async (folder, {env}) => {
    const {code, stderr} = await awsup(
      folder,
      [...INIT.filter((flag) => flag !== '--sandbox'), '--region', 'eu-west-1'],
      {env},
    )
    if (code !== 0) throw new Error(stderr)
    return {}
  },
  'an AWS account that has a user pool': (_, {sandbox}) => addPool(sandbox),
  'the folder of an Amplify Gen 1 app': async (folder, {sandbox}) => {
    const names = await addPool(sandbox)
    writeGen1(folder, names)
    return names
  },
  'a Terraform state of a user pool': async (folder, {sandbox}) => {
    const names = await addPool(sandbox)
    writeState(folder, names)
    return names
  },
}

/** @throws Error for a world that does not exist */
export async function openWorld(begin: string | undefined): Promise<World> {
  if (begin === undefined) return {env: {}, prepare: () => Promise.resolve({}), close: () => Promise.resolve()}
  if (begin === 'the project acme in the sandbox') {
    const copy = await makeTemplate()
    return {
      env: {},
      prepare: (folder) => {
        cpSync(copy(), folder, {recursive: true})
        return Promise.resolve({})
      },
      close: () => Promise.resolve(),
    }
  }
  const prepare = WORLDS[begin]
  if (prepare === undefined) throw new Error(`no page can begin with ${begin}: ${Object.keys(WORLDS).join(', ')}`)
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return {env, prepare: (folder) => prepare(folder, {sandbox, env}), close: () => server.close()}
}

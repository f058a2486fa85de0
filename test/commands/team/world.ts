import {CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, IAMClient} from '@aws-sdk/client-iam'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {generate} from 'otplib'
import {expect, onTestFinished} from 'vitest'
import {requestHandlerFor} from '../../../src/sandbox/server/in-process.js'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {mfaDevices} from '../../../src/sandbox/services/iam/tables.js'
import {awsup, awsupJson, emptyFolder, type Run} from '../../_helpers/cli.js'

const STEP_S = 30
/** A code is sent within this time, s. */
const SEND_S = 15

/** What somebody signs with. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The variables by which a shell holds keys. */
const variablesOf = ({accessKeyId, secretAccessKey, sessionToken}: Keys): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken === undefined ? {} : {AWS_SESSION_TOKEN: sessionToken}),
})

/** Before what is passed on to a child. */
const withoutQuestions = (args: readonly string[]): readonly string[] => {
  const end = args.includes('--') ? args.indexOf('--') : args.length
  return [...args.slice(0, end), '--no-input', ...args.slice(end)]
}

/** An AWS on a port, and people who reach it with nothing but keys of their own, each in a home of their own. */
export async function openTeam(manifest: string, atEnd: (close: () => Promise<void>) => void = onTestFinished) {
  const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  atEnd(() => server.close())
  const project = emptyFolder()
  const write = (text: string): void => writeFileSync(join(project, 'awsup.yaml'), text)
  write(manifest)
  const shell = {AWSUP_TARGET: 'aws', AWS_ENDPOINT_URL: server.endpoint, AWS_EC2_METADATA_DISABLED: 'true'}
  /** A person's shell: every run ends as it should, or the test fails. */
  const as = (keys: Keys) => shellOf(variablesOf(keys))
  /** Somebody without any keys, who may have signed in elsewhere. */
  const asNobody = () => shellOf({})
  const shellOf = (variables: Record<string, string>) => {
    const home = emptyFolder()
    const env: Record<string, string> = {
      ...shell,
      ...variables,
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
    }
    const run = async (args: readonly string[], code = 0): Promise<Run> => {
      const done = await awsup(project, withoutQuestions(args), {env})
      expect({args, code: done.code, stderr: done.code === code ? '' : done.stderr}).toEqual({args, code, stderr: ''})
      return done
    }
    return Object.assign(run, {
      env,
      json: async (args: readonly string[]) => (await awsupJson(project, withoutQuestions(args), {env})).result,
    })
  }
  return {
    sandbox,
    endpoint: server.endpoint,
    project,
    write,
    as,
    asNobody,
    iamOf: (credentials: Keys) => iamOf(sandbox, credentials),
    founder: as(sandbox.credentials('admin')),
  }
}

const iamOf = (sandbox: Sandbox, credentials: Keys): IAMClient =>
  new IAMClient({region: 'us-east-1', requestHandler: requestHandlerFor(sandbox), credentials})

export type Team = Awaited<ReturnType<typeof openTeam>>

/** An authenticator app that belongs to a user of the management account, set up by an administrator in the user's name. */
export async function giveDevice(sandbox: Sandbox, UserName: string): Promise<Device> {
  const iam = iamOf(sandbox, sandbox.credentials('admin'))
  const {VirtualMFADevice: made} = await iam.send(
    new CreateVirtualMFADeviceCommand({VirtualMFADeviceName: UserName, Path: '/'}),
  )
  const secret = Buffer.from(made?.Base32StringSeed ?? '').toString()
  const at = (epoch: number): Promise<string> => generate({secret, epoch})
  const now = Math.floor(Date.now() / 1000)
  const [AuthenticationCode1, AuthenticationCode2] = [await at(now - STEP_S), await at(now)]
  const SerialNumber = made?.SerialNumber ?? ''
  await iam.send(new EnableMFADeviceCommand({UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2}))
  /** As if all codes that were used were of long ago: nobody waits half a minute for the next one. */
  const passTime = (): void =>
    sandbox.world((tx) => {
      const key = [sandbox.credentials('admin').accountId, SerialNumber]
      const device = mfaDevices.get(tx, key)
      if (device) mfaDevices.put(tx, key, {...device, usedStep: 0})
    })
  let last = 0
  return {
    serial: SerialNumber,
    /** The next code that was not used. AWS takes one of the step before and after too. */
    next: () => {
      // One that ends before a busy machine has sent it is left out.
      const first = Math.floor((Date.now() / 1000 + SEND_S) / STEP_S) - 1
      if (last >= Math.floor(Date.now() / 1000 / STEP_S) + 1) {
        passTime()
        last = 0
      }
      last = Math.max(last + 1, first)
      return at(last * STEP_S)
    },
  }
}

export interface Device {
  readonly serial: string
  next(): Promise<string>
}

import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {awsup as plain, awsupJson, emptyFolder, read, type Envelope, type Run} from '../../test/_helpers/cli.js'
import {python} from '../stranger.js'
import {EXCLUSIONS} from './exclusions.js'
import {makeMends} from './fixes.js'
import {PROBES} from './probes.js'
import {openProxy, type Proxy} from './proxy.js'
import {startMoto, type Moto} from './server.js'

let moto: Moto
let proxy: Proxy
const project = emptyFolder()
const fixes = makeMends()
beforeAll(async () => {
  // AWS's own managed policies, such as PowerUserAccess, are in every account only when moto is told so.
  moto = await startMoto({MOTO_IAM_LOAD_MANAGED_POLICIES: 'true'})
  proxy = await openProxy(moto.endpoint, fixes)
})
afterAll(async () => {
  await proxy.stop()
  await moto.stop()
})

/** As for AWS: that this is another one, only the address says. */
const surroundings = (): Record<string, string> => ({
  AWS_ENDPOINT_URL: proxy.endpoint,
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
})

const awsup = (...args: readonly string[]): Promise<Envelope & Run> => awsupJson(project, args, {env: surroundings()})

const done = async (...args: readonly string[]): Promise<Envelope & Run> => {
  const run = await awsup(...args)
  expect(run, run.stderr).toMatchObject({code: 0, ok: true})
  return run
}

/** How many calls were made by `work` that may have changed something. */
async function countChanges(work: () => Promise<unknown>): Promise<number> {
  const before = proxy.calls.length
  await work()
  const reads = /(^|:)(Describe|Get|List|AdminGet|AssumeRole)/
  return proxy.calls.slice(before).filter((operation) => !reads.test(operation)).length
}

describe('against an AWS that others wrote', () => {
  test('org init makes an organization with two environments', async () => {
    const {result} = await done(
      ...['org', 'init', '--project', 'acme', '--email', 'aws+{env}@acme.dev'],
      ...['--env', 'dev', '--env', 'prod', '--region', 'eu-west-1', '--yes'],
    )
    expect(Object.keys(result['environments'] as unknown as object)).toEqual(['dev', 'prod'])
    expect(result['changes']).toMatchObject({updated: [], deleted: []})
  })

  test('a second time finds everything right, and changes nothing', async () => {
    expect(await countChanges(() => done('plan', '--check'))).toBe(0)
    expect(await countChanges(() => done('org', 'init', '--yes'))).toBe(0)
  })

  test('env switch writes the ids that were given there, and calls nobody', async () => {
    const {length} = proxy.calls
    const pools: unknown[] = []
    for (const name of ['prod', 'dev']) {
      await done('env', 'switch', name)
      pools.push(
        (JSON.parse(read(project, 'amplify_outputs.json')) as {auth: Record<string, unknown>}).auth['user_pool_id'],
      )
    }
    expect(new Set(pools).size).toBe(2)
    expect(proxy.calls).toHaveLength(length)
  })

  test('user create makes an IAM user and a customer, who are listed', async () => {
    await done(
      'user',
      'create',
      'alice',
      '--env',
      'dev',
      '--group',
      'developers',
      '--access-key',
      '--secrets-file',
      's',
    )
    await done('user', 'create', 'bob@example.com', '--pool', '--env', 'dev', '--suppress-invite')
    expect((await done('user', 'list', '--env', 'dev')).stdout).toContain('"alice"')
    expect((await done('user', 'list', '--pool', '--env', 'dev')).stdout).toContain('"bob@example.com"')
  })

  test('drift finds none, and refresh nothing to fix', async () => {
    expect(await countChanges(() => done('drift', '--check'))).toBe(0)
    await done('refresh', '--env', 'dev')
    expect(await countChanges(() => done('plan', '--check'))).toBe(0)
  })

  test('what somebody changed by hand is found, and apply puts it right', async () => {
    const byHand = [python('python'), join(import.meta.dirname, 'by_hand.py')]
    const run = await plain(project, ['exec', 'dev', '--', ...byHand], {env: surroundings()})
    expect(run, run.stderr).toMatchObject({code: 0})
    expect(await awsup('drift', '--check')).toMatchObject({code: 10})
    await done('apply', '--env', 'dev', '--yes')
    await done('drift', '--check')
  })

  test('the policies there let users reach what the rules mean', async () => {
    await done('access', 'test', '--deployed', '--env', 'dev')
  })

  test('destroy leaves nothing but the account', async () => {
    await done('user', 'delete', 'alice', '--env', 'dev', '--confirm', 'alice')
    await done('destroy', '--env', 'dev', '--yes', '--confirm', 'dev')
    expect(await awsup('plan', '--check')).toMatchObject({code: 10})
    await done('apply', '--env', 'dev', '--yes')
    await done('plan', '--check')
  })
})

describe('what is excluded', () => {
  test.each(EXCLUSIONS)('$name: moto is still as the table says', async ({name}) => {
    const probe = PROBES.get(name)
    expect(fixes.has(name) !== PROBES.has(name), 'either a fix or a probe').toBe(true)
    if (probe) expect(await probe(moto.endpoint)).toBe(true)
    else expect(proxy.bitten).toContain(name)
  })

  test.each(EXCLUSIONS)('$name: the sandbox has a test of it', ({covered: [file, title]}) => {
    expect(readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8')).toContain(`'${title}'`)
  })
})

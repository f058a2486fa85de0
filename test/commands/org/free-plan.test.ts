import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import type {Fault, Settings} from '../../../src/sandbox/settings.js'
import {awsup, awsupJson, emptyFolder, INIT, sandboxOf, write} from '../../_helpers/cli.js'
import {textsOf} from '../../_helpers/worlds/project-world.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'

const FREE = {accountPlan: {type: 'FREE', credits: 143.2}} as const
const MANIFEST =
  'version: 1\nproject: acme\ntarget: sandbox\norganization: { email: "aws+{env}@acme.dev" }\nenvironments:\n  dev: { region: us-east-1 }\n'

async function folderWith(settings: Partial<Settings>): Promise<string> {
  const project = emptyFolder()
  const sandbox = await sandboxOf(project)
  sandbox.configure({accountCreationMs: 0, roleDelayMs: 0, ...settings})
  return project
}

const callsOf = async (project: string) => (await sandboxOf(project)).callSummary()

const failing = (name: string, status = 400): Fault[] => [
  {
    operation: 'freetier:GetAccountPlanState',
    when: 'before',
    effect: {type: 'error', name, message: 'not for you', status},
  },
]

describe('an account on the Free plan', () => {
  test('gets no organization unless somebody says that the plan and its credits may end: --yes does not', async () => {
    const project = await folderWith(FREE)
    const {code, error} = await awsupJson(project, INIT)
    expect(code).toBe(5)
    expect(error).toMatchObject({
      code: 'FREE_PLAN',
      message: expect.stringMatching(
        /^account \d{12} is on the Free plan: creating an organization ends that plan, and USD 143\.20 of credits expire at once$/,
      ) as string,
      hint: expect.stringMatching(/upgrade to the paid plan by hand first.*--accept-free-plan-end/) as string,
    })
    expect((await callsOf(project)).mutating).toBe(0)
    expect(textsOf(project)).toEqual({})
  })

  test('gets one with the flag, and is asked once', async () => {
    const project = await folderWith(FREE)
    const {code, stdout} = await awsup(project, [...INIT, '--accept-free-plan-end'])
    expect({code, stdout}).toMatchObject({code: 0})
    expect(stdout).toContain('USD 143.20 of credits expire at once')
    const {byOperation} = await callsOf(project)
    expect(byOperation['freetier:GetAccountPlanState']).toBe(1)
    // There is an organization now: nothing is left to lose, and nothing is asked.
    expect((await awsup(project, ['plan'])).code).toBe(0)
    expect((await callsOf(project)).byOperation['freetier:GetAccountPlanState']).toBe(1)
  })

  test('is told by plan, and refused by every command that would make the organization', async () => {
    const project = await folderWith(FREE)
    write(project, 'awsup.yaml', MANIFEST)
    const before = textsOf(project)
    const plan = await awsup(project, ['plan'])
    expect(plan.code).toBe(0)
    expect(plan.stdout).toContain('is on the Free plan')
    for (const args of [
      ['apply', '--yes'],
      ['org', 'init', '--yes'],
      ['env', 'add', 'prod', '--yes'],
    ]) {
      const {code, error} = await awsupJson(project, args)
      expect({args, code, error: error.code}).toEqual({args, code: 5, error: 'FREE_PLAN'})
    }
    expect(textsOf(project)).toEqual(before)
    expect((await callsOf(project)).mutating).toBe(0)
    expect((await awsup(project, ['apply', '--yes', '--accept-free-plan-end'])).code).toBe(0)
  })

  test('is asked about on a terminal, by a question of its own: no is no, yes goes on', async () => {
    const project = await folderWith(FREE)
    const no = openTerminal(project, INIT)
    await no.see(/End the Free plan of account \d{12} and lose USD 143\.20 of credits\?/)
    no.enter()
    expect(await no.ended).toBe(130)
    expect(no.shown()).toContain('upgrade to the paid plan by hand first')
    expect((await callsOf(project)).mutating).toBe(0)

    const yes = openTerminal(project, INIT.slice(0, -1))
    await yes.see('lose USD 143.20 of credits?')
    yes.enter('y')
    await yes.see(/Create \d+ resources in the sandbox: .*\? \(y\/N\)/)
    yes.enter('y')
    expect(await yes.ended, yes.shown()).toBe(0)
  })
})

describe('an account of which AWS does not tell', () => {
  test.each([
    ['AccessDeniedException', 400],
    ['UnknownOperationException', 404],
    ['ResourceNotFoundException', 400],
    ['NotImplemented', 501],
  ])('%s: the plan says so in words, and goes on', async (name, status) => {
    const project = await folderWith({...FREE, faults: failing(name, status)})
    const {code, stdout} = await awsup(project, INIT)
    expect({code, stdout}).toMatchObject({code: 0})
    expect(stdout).toMatch(/could not ask which plan account \d{12} is on .*up to USD 200.*upgrading there first/)
  })

  test('an answer that says no plan is no answer', async () => {
    const sandbox = await openSandbox({settings: {accountCreationMs: 0, roleDelayMs: 0}})
    const silent = {
      ...sandbox,
      handle: async (request: Parameters<Sandbox['handle']>[0]) => {
        const answer = await sandbox.handle(request)
        const asked = String(request.headers['x-amz-target'])
        return answer !== 'drop' && asked.endsWith('.GetAccountPlanState') ? {...answer, body: '{}'} : answer
      },
    }
    const server = await serve(silent, {port: 0})
    onTestFinished(() => server.close())
    const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
    const env = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    }
    const project = emptyFolder()
    write(project, 'awsup.yaml', MANIFEST.replace('target: sandbox\n', ''))
    const {code, stdout} = await awsup(project, ['plan'], {env})
    expect({code, stdout}).toMatchObject({code: 0})
    expect(stdout).toContain('could not ask which plan')
  })
})

test('an account on the paid plan is told nothing of plans', async () => {
  const project = await folderWith({accountPlan: {type: 'PAID', credits: 20}})
  const {code, stdout} = await awsup(project, INIT)
  expect(code).toBe(0)
  expect(stdout).not.toContain('plan account')
  expect(stdout).not.toContain('Free plan')
})

test('where no organization is to be made, nothing is asked', async () => {
  const project = await folderWith(FREE)
  write(
    project,
    'awsup.yaml',
    MANIFEST.replace(/organization: .*\n/, '').replace('us-east-1 }', 'us-east-1, account: management }'),
  )
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  expect((await callsOf(project)).byOperation['freetier:GetAccountPlanState']).toBeUndefined()
  expect(existsSync(join(project, 'awsup.yaml'))).toBe(true)
})

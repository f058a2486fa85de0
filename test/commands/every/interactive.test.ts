import {ListIdentityPoolsCommand} from '@aws-sdk/client-cognito-identity'
import {ListUserPoolsCommand} from '@aws-sdk/client-cognito-identity-provider'
import {ListAccountsCommand} from '@aws-sdk/client-organizations'
import {execFileSync} from 'node:child_process'
import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, test} from 'vitest'
import {
  awsup,
  BINARY,
  emptyFolder,
  INIT,
  makeTemplate,
  read,
  sandboxOf,
  surroundings,
  write,
} from '../../_helpers/cli.js'
import {idOnRecord, openProjectWorld, textsOf} from '../../_helpers/worlds/project-world.js'
import {openTerminal, type Terminal} from '../../_helpers/processes/terminal.js'

/** What is asked behind a plan: it names how much is done, and where. */
const QUESTION = /(Create|Adopt|Update|Replace|Delete) .*\? \(y\/N\)/

let copy: () => string

beforeAll(async () => {
  copy = await makeTemplate()
})

/** Answers every question of `org init`, up to the plan. */
async function answerAll(terminal: Terminal, environments = ''): Promise<void> {
  await terminal.see('Name of the project:')
  terminal.enter('acme')
  await terminal.see('E-mail address')
  terminal.enter('aws+{env}@acme.dev')
  await terminal.see('Environments:')
  terminal.enter(environments)
  await terminal.see('Region:')
  terminal.enter('eu-west-1')
  await terminal.see('Where?')
  terminal.enter()
  await terminal.see(QUESTION)
}

describe('org init on a terminal', () => {
  test('asks what it needs, shows the plan, makes it, and names the command that does the same', async () => {
    const project = emptyFolder()
    const terminal = openTerminal(project, ['org', 'init'])
    await answerAll(terminal, 'dev staging prod')
    expect(terminal.shown()).toContain('account staging.account')
    expect(terminal.shown()).toMatch(/Plan: \d+ to create/)
    expect(existsSync(join(project, 'awsup.yaml'))).toBe(false)
    terminal.enter('y')

    expect(await terminal.ended, terminal.shown()).toBe(0)
    expect(terminal.shown()).toMatch(/organization o-\S+ \(sandbox\)/)
    expect(terminal.shown()).toContain('Next: awsup env switch dev')

    const equivalent = /^awsup org init .*--yes(?=\r?$)/m.exec(terminal.shown())?.[0] ?? ''
    expect(equivalent).toContain('--sandbox')
    const elsewhere = emptyFolder()
    const script = equivalent.replace(/^awsup/, `"${process.execPath}" "${BINARY}"`)
    execFileSync('sh', ['-c', script], {cwd: elsewhere, env: surroundings(elsewhere), stdio: 'pipe'})
    expect(read(elsewhere, 'awsup.yaml')).toBe(read(project, 'awsup.yaml'))
  })

  test('asks again at once where an answer cannot be, and says what would do', async () => {
    const terminal = openTerminal(emptyFolder(), ['org', 'init'])
    await terminal.see('Name of the project:')
    terminal.enter('acme')
    await terminal.see('E-mail address')
    terminal.enter('aws+{env}@acme.dev')
    await terminal.see('Environments:')
    terminal.enter('Dev prod')
    await terminal.see('"Dev" must be 1–16 lower-case letters')
    terminal.type('\u0015')
    terminal.enter('dev dev')
    await terminal.see('"dev" appears twice')
    terminal.type('\u0015')
    terminal.enter('dev,,prod')
    await terminal.see('Region:')
    terminal.enter('eu-west-9')
    await terminal.see('Did you mean eu-west-1?')
    terminal.type('\u0015')
    terminal.enter('cn-north-1')
    await terminal.see('awsup does not support AWS China')
    terminal.interrupt()
    expect(await terminal.ended).toBe(130)
  })

  test('no means no: exit 130, no awsup.yaml, no records, nothing made', async () => {
    const project = emptyFolder()
    const terminal = openTerminal(project, ['org', 'init'])
    await answerAll(terminal)
    terminal.enter('n')
    expect(await terminal.ended).toBe(130)
    expect(terminal.shown()).toContain('nothing was changed')
    expect(existsSync(join(project, '.awsup'))).toBe(false)
    expect(textsOf(project)).toEqual({})
    expect((await sandboxOf(project)).callSummary().mutating).toBe(0)
  })

  test('so does Enter alone, and Ctrl-C at any question', async () => {
    const project = emptyFolder()
    const enter = openTerminal(project, INIT.slice(0, -1))
    await enter.see(QUESTION)
    enter.enter()
    expect(await enter.ended).toBe(130)

    const atFirst = openTerminal(project, ['org', 'init'])
    await atFirst.see('Name of the project:')
    atFirst.interrupt()
    expect(await atFirst.ended).toBe(130)
    expect(atFirst.shown()).not.toMatch(/ {4}at |ExitPromptError/)

    const atLast = openTerminal(project, INIT.slice(0, -1))
    await atLast.see(QUESTION)
    atLast.interrupt()
    expect(await atLast.ended).toBe(130)
    expect(textsOf(project)).toEqual({})
  })

  test('an answer that cannot be is asked for again, with what is wrong', async () => {
    const project = emptyFolder()
    const terminal = openTerminal(project, ['org', 'init'])
    await terminal.see('Name of the project:')
    terminal.enter('Acme!')
    await terminal.see('lower-case letters')
    terminal.interrupt()
    expect(await terminal.ended).toBe(130)
  })

  test('Ctrl-C while it works: calm words, exit 130, what was done is on record, and running again completes', async () => {
    const project = emptyFolder()
    ;(await sandboxOf(project)).configure({accountCreationMs: 1500})
    const terminal = openTerminal(project, INIT)
    await terminal.see('waiting for AWS to make the account')
    terminal.interrupt()
    expect(await terminal.ended).toBe(130)
    const said = terminal.shown()
    // The terminal's width breaks it between words.
    expect(said.replaceAll(/\r\n {2}/g, ' ')).toMatch(
      /stopping: \d+ steps are done and on record; what is under way is on record or will be found\. Run the same command again, and it continues/,
    )
    expect(said.split('stopping:')).toHaveLength(2)
    expect(said).not.toMatch(/failed|skipped|awsup:|interrupted| {4}at |Error/)

    const again = await awsup(project, ['org', 'init', '--yes'])
    expect(again.code, again.stderr).toBe(0)
    const {management, sandbox} = await openProjectWorld(project)
    const {Accounts} = await management.organizations.send(new ListAccountsCommand({}))
    expect(Accounts).toHaveLength(3)
    expect(sandbox.callSummary().byOperation['organizations:CreateAccount']).toBe(2)
    expect((await awsup(project, ['plan', '--check'])).code).toBe(0)
  })

  test('Ctrl-C between two steps is as calm', async () => {
    const project = emptyFolder()
    const slow = {
      operation: 'cognito-idp:CreateUserPoolClient',
      when: 'before',
      effect: {type: 'latency', ms: 2_500},
    } as const
    ;(await sandboxOf(project)).configure({accountCreationMs: 0, roleDelayMs: 0, faults: [slow]})
    const terminal = openTerminal(project, INIT)
    const journal = join(project, '.awsup', 'sandbox', 'journal')
    const isUnderWay = () => existsSync(journal) && readdirSync(journal).some((name) => name.includes('app-client'))
    await expect.poll(isUnderWay, {timeout: 90_000, interval: 5}).toBe(true)
    terminal.interrupt()
    expect(await terminal.ended).toBe(130)
    expect(terminal.shown().split('stopping:')).toHaveLength(2)
    expect(terminal.shown()).not.toMatch(/failed|skipped|aborted|awsup:|Error/)
    expect((await awsup(project, ['org', 'init', '--yes'])).code).toBe(0)
    const {byOperation} = (await sandboxOf(project)).callSummary()
    expect(byOperation['cognito-idp:CreateUserPoolClient']).toBe(2)
  })

  test('--no-input never asks, on a terminal too', async () => {
    const project = emptyFolder()
    const terminal = openTerminal(project, ['org', 'init', '--no-input', '--sandbox'])
    expect(await terminal.ended).toBe(2)
    expect(terminal.shown()).toContain('--project')
    expect(terminal.shown()).not.toContain('Name of the project:')
    expect(textsOf(project)).toEqual({})
  })
})

describe('what is typed before something is destroyed', () => {
  test('is the name itself; anything else is a no', async () => {
    const project = copy()
    write(project, 'awsup.yaml', `${read(project, 'awsup.yaml')}users:\n  alice: { environments: [dev] }\n`)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    const before = textsOf(project)
    const wrong = openTerminal(project, ['user', 'delete', 'alice'])
    await wrong.see('Type alice to go on:')
    wrong.enter('alcie')
    expect(await wrong.ended).toBe(130)
    expect(textsOf(project)).toEqual(before)

    const right = openTerminal(project, ['user', 'delete', 'alice'])
    await right.see('Type alice to go on:')
    right.enter('alice')
    expect(await right.ended).toBe(0)
    expect(read(project, 'awsup.yaml')).not.toContain('alice')
  })

  test('is asked for by apply, of each IAM user that left awsup.yaml', async () => {
    const project = copy()
    const yaml = read(project, 'awsup.yaml')
    write(project, 'awsup.yaml', `${yaml}users:\n  alice: { environments: [dev, prod] }\n`)
    expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
    write(project, 'awsup.yaml', yaml)
    const before = textsOf(project)
    const wrong = openTerminal(project, ['apply'])
    await wrong.see(QUESTION)
    wrong.enter('y')
    await wrong.see('Type alice to go on:')
    wrong.enter('y')
    expect(await wrong.ended).toBe(130)
    expect(textsOf(project)).toEqual(before)

    const right = openTerminal(project, ['apply'])
    await right.see(QUESTION)
    right.enter('y')
    await right.see('Type alice to go on:')
    right.enter('alice')
    expect(await right.ended).toBe(0)
    expect(right.shown()).toMatch(/deleted +iam-user +prod\.user\.alice/)
  })

  test('is asked for by destroy as well, which takes --yes for no answer to that', async () => {
    const project = copy()
    const terminal = openTerminal(project, ['destroy', '--env', 'dev', '--yes'])
    await terminal.see('Type dev to go on:')
    terminal.enter('dev')
    expect(await terminal.ended).toBe(0)
    expect(terminal.shown()).toMatch(/deleted +user-pool +dev\.user-pool/)
  })
})

test('exec leaves Ctrl-C to the child, waits until it has tidied up, and ends with its exit code', async () => {
  const project = copy()
  const script = `
    process.on('SIGTERM', () => process.exit(9))
    process.on('SIGINT', () => setTimeout(() => { console.log('tidied'); process.exit(3) }, 200))
    console.log('up'); setTimeout(() => undefined, 20_000)`
  const terminal = openTerminal(project, ['exec', 'dev', '--', process.execPath, '-e', script])
  await terminal.see('up')
  terminal.interrupt()
  expect(await terminal.ended, terminal.shown()).toBe(3)
  expect(terminal.shown()).toContain('tidied')
})

test('what somebody else made while the question stood is adopted, not made a second time', async () => {
  const project = copy()
  expect((await awsup(project, ['destroy', '--env', 'dev', '--yes', '--confirm', 'dev'])).code).toBe(0)
  const slow = openTerminal(project, ['apply'])
  await slow.see(QUESTION)
  expect((await awsup(project, ['apply', '--yes'])).code).toBe(0)
  const made = textsOf(project)
  slow.enter('y')
  expect(await slow.ended, slow.shown()).toBe(0)

  expect(textsOf(project)).toEqual(made)
  const {enter} = await openProjectWorld(project)
  const {cognito, identity} = await enter(idOnRecord(project, 'dev', 'account'))
  expect((await cognito.send(new ListUserPoolsCommand({MaxResults: 60}))).UserPools).toHaveLength(1)
  expect((await identity.send(new ListIdentityPoolsCommand({MaxResults: 60}))).IdentityPools).toHaveLength(1)
})

test('user create asks for the environment that nobody named', async () => {
  const project = copy()
  const terminal = openTerminal(project, ['user', 'create', 'alice'])
  await terminal.see('In which environment?')
  terminal.type('\u001b[B')
  terminal.enter()
  expect(await terminal.ended, terminal.shown()).toBe(0)
  expect(read(project, 'awsup.yaml')).toContain('alice: { environments: [prod] }')
})

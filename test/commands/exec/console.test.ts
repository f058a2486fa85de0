import {chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve} from '../../../src/sandbox/server/server.js'
import {awsup, awsupJson, emptyFolder, makeTemplate, sandboxOf} from '../../_helpers/cli.js'
import {openTerminal} from '../../_helpers/processes/terminal.js'
import {openAwsShell} from '../../_helpers/worlds/aws-shell.js'
import {idOnRecord} from '../../_helpers/worlds/project-world.js'

const template = await makeTemplate()
let project: string
beforeAll(() => {
  project = template()
})

/** As `awsup sandbox serve` does, until the test ends. */
async function portOf(sandbox: Sandbox): Promise<string> {
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  return new URL(server.endpoint).port
}

/** A port on which nothing listens. */
async function closedPort(): Promise<string> {
  const server = await serve(await openSandbox(), {port: 0})
  await server.close()
  return new URL(server.endpoint).port
}

const textsBelow = (folder: string): string =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

describe('in the sandbox', () => {
  test('--print writes the link alone to stdout; it signs in as the environment’s role, and no file has it', async () => {
    const port = await portOf(await sandboxOf(project))
    // Of this run alone: in the folder of all tests others remove files.
    const home = emptyFolder()
    const {code, stdout, stderr} = await awsup(
      project,
      ['console', 'prod', '--print', '--service', 's3', '--port', port],
      {env: {XDG_STATE_HOME: home, XDG_CACHE_HOME: home}},
    )
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/federation\\?Action=login&\\S+\\n$`))
    const account = idOnRecord(project, 'prod', 'account')
    expect(stderr).toContain(`prod (protected), account ${account}, as OrganizationAccountAccessRole`)
    expect(stderr).toContain('15 minutes')
    const page = await (await fetch(stdout.trim())).text()
    expect(page).toContain(account)
    expect(page).toContain('OrganizationAccountAccessRole')
    expect(page).toContain('https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1')
    const token = new URL(stdout.trim()).searchParams.get('SigninToken') ?? ''
    expect(token.length).toBeGreaterThan(20)
    expect(textsBelow(home)).not.toBe('')
    for (const texts of [textsBelow(project), textsBelow(home), stderr]) expect(texts).not.toContain(token)
  })

  test('without a name it is the environment that is switched on', async () => {
    const own = template()
    const port = await portOf(await sandboxOf(own))
    expect(await awsupJson(own, ['console', '--port', port])).toMatchObject({code: 5, error: {code: 'NO_CURRENT'}})
    await awsup(own, ['env', 'switch', 'prod'])
    const {code, result} = await awsupJson(own, ['console', '--port', port])
    expect(code).toBe(0)
    expect(result).toMatchObject({environment: 'prod', protected: true, accountId: idOnRecord(own, 'prod', 'account')})
  })

  test('--logout leads by way of a sign-out', async () => {
    const port = await portOf(await sandboxOf(project))
    const {stdout} = await awsup(project, ['console', 'dev', '--print', '--logout', '--port', port])
    const led = await fetch(stdout.trim())
    expect(led.redirected).toBe(true)
    expect(await led.text()).toContain(idOnRecord(project, 'dev', 'account'))
  })

  test('where nothing is served it says how to start it', async () => {
    const port = await closedPort()
    const {code, error} = await awsupJson(project, ['console', 'dev', '--port', port])
    expect({code, error}).toMatchObject({
      code: 4,
      error: {
        code: 'UNREACHABLE',
        message: expect.stringContaining(`127.0.0.1:${port}`) as string,
        hint: expect.stringContaining('awsup sandbox serve') as string,
      },
    })
  })

  test('another project’s sandbox refuses the session, and it says that it may be another', async () => {
    const port = await portOf(await openSandbox())
    const {code, error} = await awsupJson(project, ['console', 'dev', '--port', port])
    expect({code, error}).toMatchObject({
      code: 4,
      error: {code: 'SIGN_IN_REFUSED', hint: expect.stringContaining('another project') as string},
    })
  })

  test('a service that is not known is passed on, and it says so', async () => {
    const port = await portOf(await sandboxOf(project))
    const {code, stdout, result} = await awsupJson(project, [
      'console',
      'dev',
      '--service',
      'apprunner',
      '--port',
      port,
    ])
    expect(code).toBe(0)
    expect(result).toMatchObject({
      destination: 'https://us-east-1.console.aws.amazon.com/apprunner/home?region=us-east-1',
    })
    const {warnings} = JSON.parse(stdout) as {readonly warnings: readonly string[]}
    expect(warnings).toEqual([expect.stringContaining('apprunner')])
  })
})

describe('on a terminal', () => {
  /** A folder with a program in the place of the desktop's own: it says what it was given, and what came of two visits. */
  function desktop(): {readonly bin: string; readonly given: () => readonly string[]} {
    const bin = emptyFolder()
    const file = join(bin, 'given')
    writeFileSync(file, '[]')
    const visits = `#!${process.execPath}
const {writeFileSync} = require('node:fs')
const [, , url] = process.argv
const visit = (path = '') => fetch(url + path, {redirect: 'manual'}).then((r) => r.headers.get('location') ?? String(r.status), () => 'gone')
;(async () => writeFileSync(${JSON.stringify(file)}, JSON.stringify([url, await visit('x'), await visit(), await visit()])))()
`
    writeFileSync(join(bin, 'xdg-open'), visits)
    chmodSync(join(bin, 'xdg-open'), 0o755)
    return {bin, given: () => JSON.parse(readFileSync(file, 'utf8')) as string[]}
  }

  test.runIf(process.platform === 'linux')('opens the browser by an address that leads to the link once', async () => {
    const port = await portOf(await sandboxOf(project))
    const {bin, given} = desktop()
    const env = {PATH: `${bin}:${process.env['PATH'] ?? ''}`, DISPLAY: ':0'}
    const terminal = openTerminal(project, ['console', 'dev', '--port', port], {env})
    expect(await terminal.ended, terminal.shown()).toBe(0)
    await expect.poll(given, {timeout: 30_000}).toHaveLength(4)
    const [argument, wrong, first, second] = given()
    expect(argument).not.toContain('SigninToken')
    expect([wrong, second]).toEqual(['404', 'gone'])
    expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/federation\?/)
    expect(terminal.shown()).toContain('opened in the browser')
    expect(terminal.shown()).not.toContain('SigninToken')
  })

  test.runIf(process.platform === 'linux').each([
    ['over SSH', {SSH_CONNECTION: 'x'}],
    ['without a display', {}],
  ])('%s it prints the link', async (_where, env) => {
    const port = await portOf(await sandboxOf(project))
    const terminal = openTerminal(project, ['console', 'dev', '--port', port], {env, columns: 2000})
    expect(await terminal.ended).toBe(0)
    expect(terminal.shown()).toMatch(/http:\/\/127\.0\.0\.1:\d+\/federation\?Action=login&\S+SigninToken=\S+/)
  })
})

/** A sign-in service that answers as it is told, and remembers what it was asked. */
async function openSignIn(answers: readonly ((response: ServerResponse) => void)[]) {
  const asked: {readonly method: string | undefined; readonly url: string | undefined; readonly body: string}[] = []
  const read = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
    asked.push({method: request.method, url: request.url, body: Buffer.concat(parts).toString()})
    answers[Math.min(asked.length, answers.length) - 1]?.(response)
  }
  const server = createServer((request, response) => {
    read(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {asked, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`}
}

const page = (status: number) => (response: ServerResponse) =>
  void response.writeHead(status, {'content-type': 'text/html'}).end('<html><body>secret words</body></html>')
const token = (response: ServerResponse) => void response.end(JSON.stringify({SigninToken: 'to+ken'}))

describe('on AWS', () => {
  test('the session goes in the body of a POST, without a duration, and the link is of the same host', async () => {
    const {folder, env} = await openAwsShell(template())
    const {asked, endpoint} = await openSignIn([token])
    const {code, stdout, stderr} = await awsup(folder, ['console', 'dev', '--print'], {
      env: {...env, AWS_ENDPOINT_URL_SIGNIN: `${endpoint}/`},
    })
    expect(code, stderr).toBe(0)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({method: 'POST', url: '/federation'})
    const body = new URLSearchParams(asked[0]?.body)
    expect([...body.keys()].sort()).toEqual(['Action', 'Session'])
    expect(JSON.parse(body.get('Session') ?? '')).toEqual({
      sessionId: expect.stringMatching(/^ASIA/) as string,
      sessionKey: expect.stringMatching(/^.{40}$/) as string,
      sessionToken: expect.stringMatching(/./) as string,
    })
    const link = new URL(stdout.trim())
    expect(`${link.origin}${link.pathname}`).toBe(`${endpoint}/federation`)
    expect(link.searchParams.get('SigninToken')).toBe('to+ken')
  })

  test('AWS_ENDPOINT_URL leads to a sandbox that is served as AWS', async () => {
    const {folder, env} = await openAwsShell(template())
    const {stdout, stderr} = await awsup(folder, ['console', 'dev', '--print'], {env})
    expect(await (await fetch(stdout.trim())).text(), stderr).toContain('Signed in to the sandbox')
  })

  test.each([
    ['a refusal with a page', page(400), {code: 'SIGN_IN_REFUSED', times: 1}],
    ['a page instead of a token', page(200), {code: 'NOT_AWS', times: 1}],
    ['an answer without a token', (response: ServerResponse) => void response.end('{}'), {code: 'NOT_AWS', times: 1}],
    ['a failure that does not pass', page(503), {code: 'NOT_AWS', times: 4}],
  ])('%s is said, and nothing of the answer is repeated', async (_what, answer, expected) => {
    const {folder, env} = await openAwsShell(template())
    const {asked, endpoint} = await openSignIn([answer])
    const run = await awsupJson(folder, ['console', 'dev'], {env: {...env, AWS_ENDPOINT_URL_SIGNIN: endpoint}})
    expect({exit: run.code, code: run.error.code, times: asked.length}).toEqual({exit: 4, ...expected})
    expect(run.stdout + run.stderr).not.toContain('secret words')
  })

  test('a failure that passes is asked again, and an answer that never comes is not waited for', async () => {
    const {folder, env} = await openAwsShell(template())
    const silent = (): void => undefined
    const {asked, endpoint} = await openSignIn([page(503), silent, token])
    const run = await awsupJson(folder, ['console', 'dev'], {
      env: {...env, AWS_ENDPOINT_URL_SIGNIN: endpoint, AWSUP_REPLY_TIMEOUT: '2'},
    })
    expect(run.code, run.stderr).toBe(0)
    expect(asked).toHaveLength(3)
  })

  test('--port is of the sandbox, and an endpoint that is no URL is named', async () => {
    const {folder, env} = await openAwsShell(template())
    expect(await awsupJson(folder, ['console', 'dev', '--port', '4566'], {env})).toMatchObject({
      code: 2,
      error: {message: expect.stringContaining('--port') as string},
    })
    const run = await awsupJson(folder, ['console', 'dev'], {env: {...env, AWS_ENDPOINT_URL_SIGNIN: 'nonsense'}})
    expect(run).toMatchObject({code: 2, error: {message: expect.stringContaining('AWS_ENDPOINT_URL_SIGNIN') as string}})
  })

  test('the credentials of a member account are refused before anything is asked for', async () => {
    const {folder, env} = await openAwsShell(template())
    mkdirSync(join(folder, 'elsewhere'))
    const {endpoint, asked} = await openSignIn([token])
    const inside = await awsup(folder, ['exec', 'dev', '--', process.execPath, '-e', PRINT], {env})
    const given = JSON.parse(inside.stdout) as Readonly<Record<string, string>>
    const run = await awsupJson(folder, ['console', 'dev'], {
      env: {...env, ...given, AWS_ENDPOINT_URL_SIGNIN: endpoint},
    })
    expect(run).toMatchObject({code: 5, error: {code: 'WRONG_ACCOUNT'}})
    expect(run.error.message).toContain('these are the credentials of dev')
    expect(asked).toEqual([])
  })
})

const PRINT = `console.log(JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([name]) => /^AWS(UP)?_/.test(name)))))`

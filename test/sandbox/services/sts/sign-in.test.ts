import {CreateRoleCommand, IAMClient} from '@aws-sdk/client-iam'
import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts'
import {expect, onTestFinished, test} from 'vitest'
import {requestHandlerFor} from '../../../../src/sandbox/server/in-process.js'
import {openSandbox} from '../../../../src/sandbox/sandbox.js'
import {serve} from '../../../../src/sandbox/server/server.js'

const MINUTE_MS = 60_000
const DESTINATION = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1#a&<b>'

/** A served sandbox, and the session of its role `reader`, as JSON that has blanks. */
async function openAws() {
  const time = {now: Date.now()}
  const sandbox = await openSandbox({clock: () => time.now, settings: {newRoleDelayMs: 0, roleDelayMs: 0}})
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  const {accountId, ...credentials} = sandbox.credentials('admin')
  const options = {region: 'eu-west-1', credentials, requestHandler: requestHandlerFor(sandbox)}
  const trust = {Effect: 'Allow', Principal: {AWS: `arn:aws:iam::${accountId}:root`}, Action: 'sts:AssumeRole'}
  const AssumeRolePolicyDocument = JSON.stringify({Version: '2012-10-17', Statement: [trust]})
  const {Role} = await new IAMClient(options).send(
    new CreateRoleCommand({RoleName: 'reader', AssumeRolePolicyDocument}),
  )
  const assume = new AssumeRoleCommand({RoleArn: Role?.Arn, RoleSessionName: 'ana'})
  const {Credentials} = await new STSClient(options).send(assume)
  const {AccessKeyId: sessionId, SecretAccessKey: sessionKey, SessionToken: sessionToken} = Credentials ?? {}
  const session = JSON.stringify({sessionId, sessionKey, sessionToken}, undefined, 1)
  return {endpoint: server.endpoint, accountId, session, time}
}

/** As AWS's own examples write a query: a blank is a +. */
const query = (parts: Readonly<Record<string, string>>): string => new URLSearchParams(parts).toString()

async function tokenOf(endpoint: string, session: string): Promise<string> {
  const url = `${endpoint}/federation?${query({Action: 'getSigninToken', Session: session})}`
  const {SigninToken} = (await (await fetch(url)).json()) as {readonly SigninToken: string}
  return SigninToken
}

const login = (endpoint: string, token: string, destination = DESTINATION): Promise<Response> =>
  fetch(`${endpoint}/federation?${query({Action: 'login', Destination: destination, SigninToken: token})}`)

test('a link that is made by GET, as in AWS’s examples, signs in as the role, and the page runs nothing it was sent', async () => {
  const {endpoint, accountId, session} = await openAws()
  const page = await login(endpoint, await tokenOf(endpoint, session))
  expect(page.status).toBe(200)
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.headers.get('cache-control')).toBe('no-store')
  const text = await page.text()
  expect(text).toContain(accountId)
  expect(text).toContain('reader')
  expect(text).toContain('#a&amp;&lt;b&gt;')
  expect(text).not.toContain('<b>')
})

test('a link is refused after 15 minutes, changed, or for a page that is not of the console', async () => {
  const {endpoint, session, time} = await openAws()
  const token = await tokenOf(endpoint, session)
  for (const destination of ['', 'x', 'http://eu-west-1.console.aws.amazon.com/', 'https://aws.amazon.com.evil.dev/'])
    expect((await login(endpoint, token, destination)).status, destination).toBe(400)
  expect((await login(endpoint, `${token}x`)).status).toBe(400)
  expect((await login(endpoint, token.replace(/^./, 'x'))).status).toBe(400)
  time.now += 14 * MINUTE_MS
  expect((await login(endpoint, token)).status).toBe(200)
  time.now += 2 * MINUTE_MS
  const late = await login(endpoint, token)
  expect(late.status).toBe(400)
  expect(late.headers.get('content-type')).toContain('text/html')
})

test('a session that has ended is refused with a page', async () => {
  const {endpoint, session, time} = await openAws()
  time.now += 61 * MINUTE_MS
  const body = query({Action: 'getSigninToken', Session: session})
  const refused = await fetch(`${endpoint}/federation`, {
    method: 'POST',
    body,
    headers: {'content-type': 'application/x-www-form-urlencoded'},
  })
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('expired')
})

test('a sign-out leads on to a link of this sandbox, and nowhere else', async () => {
  const {endpoint, session} = await openAws()
  const link = `${endpoint}/federation?${query({Action: 'login', Destination: DESTINATION, SigninToken: await tokenOf(endpoint, session)})}`
  const signOut = (target: string): Promise<Response> =>
    fetch(`${endpoint}/oauth?${query({Action: 'logout', redirect_uri: target})}`, {redirect: 'manual'})
  const led = await signOut(link)
  expect(led.status).toBe(302)
  expect(led.headers.get('location')).toBe(link)
  for (const elsewhere of ['https://evil.dev/federation', `${endpoint}/_awsup/calls`, 'x'])
    expect((await signOut(elsewhere)).status, elsewhere).toBe(200)
})

test('a bucket may be called federation: what is signed is S3’s', async () => {
  const {endpoint} = await openAws()
  const signed = await fetch(`${endpoint}/federation`, {headers: {authorization: 'AWS4-HMAC-SHA256 x'}})
  expect(await signed.text()).not.toContain('getSigninToken')
})

import {request} from 'node:http'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {openSandbox, type Sandbox} from '../../../src/sandbox/sandbox.js'
import {serve, type SandboxServer} from '../../../src/sandbox/server/server.js'
import {toyIam, toyOrganizations} from './toy.js'

let sandbox: Sandbox
let server: SandboxServer
beforeEach(async () => {
  sandbox = await openSandbox({services: [toyIam, toyOrganizations]})
  server = await serve(sandbox, {port: 0})
})
afterEach(async () => server.close())

const post = async (body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(server.endpoint, {method: 'POST', headers, body})
const target = {'x-amz-target': 'AWSOrganizationsV20161128.DescribeOrganization'}

test('listens on this machine only, and says that it is well', async () => {
  expect(server.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await (await fetch(`${server.endpoint}/_awsup/health`)).json()).toEqual({status: 'ok'})
})

test('a port that is taken is an error', async () => {
  await expect(serve(sandbox, {port: Number(new URL(server.endpoint).port)})).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('calls without a signature are refused, in the words of their protocol', async () => {
  const json = await post('{}', target)
  expect([json.status, await json.json()]).toMatchObject([400, {__type: 'MissingAuthenticationTokenException'}])
  const query = await post('Action=ListGroups&Version=2010-05-08')
  expect([query.status, await query.text()]).toEqual([
    403,
    expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
  ])
})

test('what is no call at all is told so', async () => {
  expect(await (await post('')).text()).toContain('<Code>MissingAction</Code>')
  expect(await (await post('Action=RunInstances&Version=2016-11-15')).text()).toContain(
    'no service for the operation RunInstances',
  )
  expect(await (await post('{}', {'x-amz-target': 'Nobody.Anything'})).json()).toMatchObject({
    __type: 'UnknownOperationException',
  })
  expect((await post('{}', {...target, authorization: 'Basic abc'})).status).toBe(400)
})

test('a service that the sandbox does not have is named, in JSON, for its calls name no operation', async () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/apigateway/aws4_request, SignedHeaders=host, Signature=00'
  const path = '/restapis/orders/stages'
  const answer = await fetch(server.endpoint + path, {method: 'POST', headers: {authorization}, body: '{}'})
  expect([answer.status, await answer.json()]).toMatchObject([
    501,
    {
      __type: 'UnknownOperationException',
      message: `awsup's sandbox has no service apigateway: it does not answer POST ${path}`,
    },
  ])
})

test('a body over 17 MiB is refused', async () => {
  const answer = await post('x'.repeat(17 * 1024 * 1024 + 1), target).catch((error: unknown) => error)
  // Node may see the connection closed before it reads the answer.
  if (answer instanceof Response) expect(answer.status).toBe(413)
  expect(sandbox.calls()).toEqual([])
})

test('browsers may call from any origin', async () => {
  const headers = {origin: 'http://localhost:5173', 'access-control-request-headers': 'x-amz-target'}
  const preflight = await fetch(server.endpoint, {method: 'OPTIONS', headers})
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('x-amz-target')
  for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE']) {
    expect(preflight.headers.get('access-control-allow-methods')?.split(', ')).toContain(method)
  }
  const answer = await post('{}', {...target, ...headers})
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-expose-headers')?.split(', ')).toContain('etag')
})

test('pages of its own are for this machine, and not for what a browser shows', async () => {
  const messages = `${server.endpoint}/_awsup/messages`
  expect((await fetch(messages)).status).toBe(400)
  expect(await (await fetch(`${messages}?pool=eu-west-1_none`)).json()).toEqual([])
  const page = await fetch(`${messages}?pool=eu-west-1_none`, {headers: {origin: 'http://localhost:5173'}})
  expect(page.headers.get('access-control-allow-origin')).toBeNull()
  const rebound = await new Promise<number | undefined>((resolve, reject) => {
    request(`${messages}?pool=x`, {headers: {host: 'evil.example'}}, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(rebound).toBe(403)
})

test('tells how often what was called, and how often with success', async () => {
  await post('{}', target)
  await post('Action=CreateGroup&Version=2010-05-08')
  expect(await (await fetch(`${server.endpoint}/_awsup/calls`)).json()).toEqual({
    total: 2,
    mutating: 1,
    byOperation: {'organizations:DescribeOrganization': 1, 'iam:CreateGroup': 1},
    succeeded: {},
  })
})

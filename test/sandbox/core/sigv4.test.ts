import type {Checksum, ChecksumConstructor, SourceData} from '@smithy/types'
import {SignatureV4} from '@smithy/signature-v4'
import {HttpRequest} from '@smithy/core/protocols'
import {createHash, createHmac} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readSignature, signatureMatches} from '../../../src/sandbox/auth/sigv4.js'
import {normalizeRequest, type SandboxRequest} from '../../../src/sandbox/wire/http.js'

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const credentials = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey}

class Sha256 implements Checksum {
  readonly #hash
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret))
  }
  update(data: Uint8Array): void {
    this.#hash.update(data)
  }
  reset(): void {
    throw new Error('nothing is hashed twice')
  }
  async digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
}

const toBytes = (data: SourceData): Buffer =>
  typeof data === 'string'
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data)

const sha256: ChecksumConstructor = Sha256
const signer = new SignatureV4({credentials, region: 'eu-west-1', service: 'iam', sha256, applyChecksum: false})

const matches = (sent: SandboxRequest, secret = secretAccessKey): boolean => {
  const request = normalizeRequest(sent)
  const signature = readSignature(request)
  if (signature === undefined) throw new Error('not signed')
  return signatureMatches(request, signature, secret)
}

test("takes the example of AWS's own signature test suite (get-vanilla)", () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, ' +
    'Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'
  const headers = {Host: 'example.amazonaws.com', 'X-Amz-Date': '20150830T123600Z', Authorization: authorization}
  expect(matches({method: 'GET', path: '/', headers})).toBe(true)
  expect(matches({method: 'GET', path: '/', headers}, 'another')).toBe(false)
  expect(matches({method: 'POST', path: '/', headers})).toBe(false)
  expect(matches({method: 'GET', path: '/', headers: {...headers, 'X-Amz-Date': '20150831T123600Z'}})).toBe(false)
})

describe("the SDK's signer", () => {
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    path: fc
      .webPath()
      .map((path) => (path === '' ? '/' : path))
      .filter((path) => !/\/\/|\.|\/$/.test(path) || path === '/'),
    query: fc.dictionary(fc.string({minLength: 1}), fc.oneof(fc.string(), fc.array(fc.string(), {minLength: 1})), {
      maxKeys: 3,
    }),
    header: fc.stringMatching(/^[ -~]*$/),
    body: fc.string(),
  })

  test('is understood, whatever is sent, and any change of it is noticed', async () => {
    await fc.assert(
      fc.asyncProperty(requests, async ({header, ...parts}) => {
        fc.pre(!Object.keys(parts.query).some((name) => /^x-amz-/i.test(name) || name === '__proto__'))
        const headers = {host: 'localhost:4566', 'x-custom': header}
        const signed = await signer.sign(new HttpRequest({...parts, protocol: 'http:', hostname: 'localhost', headers}))
        const {method, path, query, body} = signed as {
          method: string
          path: string
          query: Record<string, string>
          body: string
        }
        const sent = {method, path, query, headers: signed.headers, body}
        expect(matches(sent)).toBe(true)
        expect(matches({...sent, body: `${body}x`})).toBe(false)
        expect(matches({...sent, query: {...query, more: 'x'}})).toBe(false)
        expect(matches({...sent, headers: {...signed.headers, host: 'elsewhere'}})).toBe(false)
      }),
      {numRuns: 60},
    )
  })

  test('is understood in every scope in turn, and a signature of one is none of another', async () => {
    const sign = async (scope: {region: string; service: string; day: string}) => {
      const {region, service, day} = scope
      const {headers} = await new SignatureV4({credentials, region, service, sha256, applyChecksum: false}).sign(
        new HttpRequest({
          method: 'GET',
          path: '/',
          protocol: 'http:',
          hostname: 'localhost',
          headers: {host: 'localhost'},
        }),
        {signingDate: new Date(`2026-01-${day}T12:00:00Z`)},
      )
      return {method: 'GET', path: '/', headers}
    }
    const first = {region: 'eu-west-1', service: 'iam', day: '30'}
    const scopes = [first, {...first, region: 'eu-west-2'}, {...first, service: 'sts'}, {...first, day: '31'}, first]
    const sent = await Promise.all(scopes.map(sign))
    for (const one of sent) expect([matches(one), matches(one, 'another'), matches(one)]).toEqual([true, false, true])
    const [one, other] = sent.map(({headers}) => headers['authorization'] ?? '')
    const mixed = other?.replace(/Signature=.*/, one?.slice(one.indexOf('Signature=')) ?? '')
    expect(matches({method: 'GET', path: '/', headers: {...sent[1]?.headers, authorization: mixed}})).toBe(false)
  })

  test('is understood in the query too', async () => {
    const query = {Action: 'GetCallerIdentity', Version: '2011-06-15'}
    const request = new HttpRequest({
      method: 'GET',
      path: '/',
      query,
      protocol: 'http:',
      hostname: 'localhost',
      headers: {host: 'localhost'},
    })
    const {query: presigned = {}, headers} = await signer.presign(request, {expiresIn: 60})
    const sent = {method: 'GET', path: '/', query: presigned, headers}
    expect(matches(sent)).toBe(true)
    expect(matches({...sent, query: {...presigned, Action: 'CreateUser'}})).toBe(false)
    expect(readSignature(normalizeRequest(sent))?.expiresSeconds).toBe(60)
  })
})

describe('a signature', () => {
  const complete =
    'AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=' + 'a'.repeat(64)
  const read = (authorization: string, date = '20150830T123600Z'): unknown =>
    readSignature(normalizeRequest({method: 'GET', path: '/', headers: {authorization, 'x-amz-date': date}}))

  test('that is complete is read', () => {
    expect(read(complete)).toMatchObject({
      accessKeyId: 'A',
      region: 'us-east-1',
      service: 'iam',
      signedHeaders: ['host'],
    })
  })

  test.each([
    complete.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'),
    complete.replace('/aws4_request', ''),
    complete.replace('host', 'x-amz-date'),
    complete.replace('aaaa', 'zzzz'),
    complete.slice(0, -1),
    'Basic YTpi',
    '',
  ])('that is not is refused: %s', (authorization) => {
    expect(() => read(authorization)).toThrow(expect.objectContaining({name: 'IncompleteSignature'}))
  })

  test('without a readable time is refused', () => {
    expect(() => read(complete, 'Sun, 30 Aug 2015 12:36:00 GMT')).toThrow(/X-Amz-Date/)
  })
})

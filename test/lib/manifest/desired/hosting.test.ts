import {describe, expect, test} from 'vitest'
import {makeDesired} from '../../../../src/lib/manifest/desired/desired.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {manifest} from '../samples.js'

const nodesOf = (hosting: string, urls: string) =>
  new Map(
    makeDesired(parseManifest(manifest({hosting, auth: `{ clients: { web: { callbackUrls: ${urls} } } }`}))).map(
      (node) => [node.address, node],
    ),
  )

const DOMAIN = {$ref: 'dev.hosting', output: 'domain'}

describe('the address of a hosted site', () => {
  test('is a callback URL by itself, with the paths that the client has on this machine', () => {
    const nodes = nodesOf(
      '{ folder: dist }',
      '["http://localhost:5173/", "http://localhost:5173/in", "https://acme.dev/x"]',
    )
    expect(nodes.get('dev.app-client.web')?.desired).toMatchObject({
      callbackUrls: [
        'http://localhost:5173/',
        'http://localhost:5173/in',
        'https://acme.dev/x',
        {$text: ['https://', 'dev', '.', DOMAIN, '', '/']},
        {$text: ['https://', 'dev', '.', DOMAIN, '', '/in']},
      ],
    })
  })

  test('is none of a client that leads back to no page of this machine', () => {
    const nodes = nodesOf('{ folder: dist }', '["https://acme.dev/x"]')
    expect(nodes.get('dev.app-client.web')?.desired).toMatchObject({callbackUrls: ['https://acme.dev/x']})
  })

  test('is also the domain of one’s own', () => {
    const nodes = nodesOf('{ environments: { prod: { domain: "{env}.acme.dev" } } }', '["http://localhost:5173"]')
    expect(nodes.get('prod.app-client.web')?.desired).toMatchObject({
      callbackUrls: ['http://localhost:5173', expect.anything(), 'https://prod.acme.dev'],
    })
    expect(nodes.get('prod.hosting-domain')?.desired).toMatchObject({domain: 'prod.acme.dev'})
    expect(nodes.has('dev.hosting-domain')).toBe(false)
  })
})

test('without hosting nothing is made, and clients are as they are written', () => {
  const nodes = new Map(makeDesired(parseManifest(manifest({}))).map((node) => [node.address, node]))
  expect([...nodes.keys()].filter((address) => address.includes('hosting'))).toEqual([])
})

test('browsers ask before they use what may change, and keep what changes its name; files that exist are left alone', () => {
  const app = nodesOf('{ headers: { "*.pdf": { X-Robots-Tag: noindex } } }', '[]').get('dev.hosting')?.desired
  expect(app).toEqual({
    name: 'acme-dev',
    rules: [{source: '/<*>', target: '/index.html', status: '404-200'}],
    headers: [
      {pattern: '**', headers: [{key: 'Cache-Control', value: 'no-cache'}]},
      {pattern: '/assets/**', headers: [{key: 'Cache-Control', value: 'public, max-age=31536000, immutable'}]},
      {pattern: '*.pdf', headers: [{key: 'X-Robots-Tag', value: 'noindex'}]},
    ],
    tagged: true,
  })
  expect(nodesOf('{ spa: false }', '[]').get('dev.hosting')?.desired).toMatchObject({rules: []})
})

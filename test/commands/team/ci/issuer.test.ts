import {writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {join} from 'node:path'
import {expect, onTestFinished, test} from 'vitest'
import {readIssuers} from '../../../../src/lib/project/sandbox-issuers.js'
import {awsupJson, emptyFolder} from '../../../_helpers/cli.js'
import {GITHUB, openIssuer} from '../../../sandbox/services/sts/issuer.js'

test('keys of an issuer are read from this machine, without private parts', async () => {
  const {jwks} = await openIssuer()
  const secret = jwks.replace('"kid"', '"d":"secret","kid"')
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') response.writeHead(302, {location: '/jwks'})
    response.end(request.url === '/large' ? ' '.repeat(70_000) + secret : secret)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const read = await readIssuers([`${GITHUB}=${base}/jwks`])
  expect(JSON.parse(read[GITHUB] ?? '')).toEqual(JSON.parse(jwks))
  await expect(readIssuers([`${GITHUB}=${base}/elsewhere`])).rejects.toMatchObject({exitCode: 2})
  await expect(readIssuers([`${GITHUB}=${base}/large`])).rejects.toMatchObject({exitCode: 2})
})

test.each([
  [`${GITHUB}=https://example.com/jwks`, 'not on this machine'],
  [`${GITHUB}=http://127.0.0.1.example.com/jwks`, 'not on this machine'],
  [`${GITHUB}=http://user@127.0.0.1/jwks`, 'not on this machine'],
  [`${GITHUB}=file:///etc/passwd`, 'not on this machine'],
  [`${GITHUB}=none.json`, 'does not exist'],
  [`${GITHUB}=keys.json`, 'is not a JSON Web Key Set'],
  ['http://token.actions.githubusercontent.com=keys.json', 'does not begin with the URL of an issuer'],
  ['keys.json', 'does not begin with the URL of an issuer'],
])('--issuer %s is refused before anything is served', async (issuer, message) => {
  const folder = emptyFolder()
  writeFileSync(join(folder, 'keys.json'), '{"keys": []}')
  const {error} = await awsupJson(folder, ['sandbox', 'serve', '--port', '0', '--issuer', issuer])
  expect(error).toMatchObject({exitCode: 2, message: expect.stringContaining(message) as string})
})

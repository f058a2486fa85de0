import {afterAll, beforeAll, expect, test} from 'vitest'
import {sendBySdk} from '../../test/facts/clients.js'
import {differences, TABLES} from '../../test/facts/facts.js'
import {startMoto, type Moto} from './server.js'

let moto: Moto
beforeAll(async () => {
  moto = await startMoto()
})
afterAll(() => moto.stop())

/** Whatever moto holds is forgotten before each fact. */
async function forget(): Promise<void> {
  const {ok, status} = await fetch(`${moto.endpoint}/moto-api/reset`, {method: 'POST'})
  if (!ok) throw new Error(`moto did not forget: ${status}`)
}

const INTRO = `# Where moto and AWS differ

The facts of [test/facts](../test/facts) are what AWS documents. The sandbox keeps all of them (\`npm test\`); moto, an AWS
that others wrote, was asked the same. Below is every fact that it answered otherwise, and how. \`npm run test:moto\` fails
when this is no longer so, and \`npm run test:moto -- -u\` writes it anew.
`

test('docs/moto.md says where moto and AWS differ, and nothing else', async () => {
  const send = sendBySdk({endpoint: moto.endpoint, credentials: {accessKeyId: 'testing', secretAccessKey: 'testing'}})
  const lines: string[] = [INTRO]
  for (const {service, facts} of TABLES) {
    const rows: string[] = []
    for (const fact of facts) {
      await forget()
      const found = await differences(fact, send)
      if (found.length > 0) rows.push(`| ${fact.fact} | ${found.join('; ').replaceAll('|', '\\|')} | ${fact.source} |`)
    }
    lines.push(`## ${service}: ${facts.length - rows.length} of ${facts.length} alike\n`)
    if (rows.length > 0) lines.push(['| AWS | moto | where AWS says so |', '|---|---|---|', ...rows].join('\n') + '\n')
  }
  await expect(lines.join('\n')).toMatchFileSnapshot('../../docs/moto.md')
})

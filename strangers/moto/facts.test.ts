import {afterAll, beforeAll, expect, test} from 'vitest'
import {sendBySdk} from '../../test/facts/_helpers/clients.js'
import {differences, type Table, TABLES} from '../../test/facts/facts.js'
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

/** moto has no sign-in service. */
const isServedByMoto = ({subject}: Table): boolean => !subject.includes('signin/')

const INTRO = `# Where moto and AWS differ

The facts of [test/facts](../../test/facts) are what AWS documents. The sandbox keeps all of them (\`npm test\`); moto, an AWS
that others wrote, was asked the same. Below is every fact that it answered otherwise, and how. \`npm run test:moto\` fails
when this is no longer so, and \`npm run test:moto -- -u\` writes it again.

moto is asked as it starts: who may do what it does not look at then, nor does it know AWS's own policies, unless it is
told to. Most of what stands under access, sts/trust and the deletion of what has policies attached comes of that.
`

/** Some thousand calls, one after the other: a quarter of a minute, but not on a machine that does something else too. */
const HALF_AN_HOUR = 30 * 60 * 1000

test(
  'docs/evidence/moto.md says where moto and AWS differ, and nothing else',
  async () => {
    const asked = {
      send: sendBySdk({endpoint: moto.endpoint, credentials: {accessKeyId: 'testing', secretAccessKey: 'testing'}}),
      // moto knows no root user: whoever has keys that it did not give may do everything.
      root: {AccessKeyId: 'root', SecretAccessKey: 'testing'},
    }
    const lines: string[] = [INTRO]
    for (const {subject, facts} of TABLES.filter(isServedByMoto)) {
      const rows: string[] = []
      for (const fact of facts) {
        await forget()
        const found = await differences(fact, asked)
        if (found.length > 0)
          rows.push(`| ${fact.fact} | ${found.join('; ').replaceAll('|', '\\|')} | ${fact.source} |`)
      }
      lines.push(`## ${subject}: ${facts.length - rows.length} of ${facts.length} alike\n`)
      if (rows.length > 0)
        lines.push(['| AWS | moto | where AWS says so |', '|---|---|---|', ...rows].join('\n') + '\n')
    }
    await expect(lines.join('\n')).toMatchFileSnapshot('../../docs/evidence/moto.md')
  },
  HALF_AN_HOUR,
)

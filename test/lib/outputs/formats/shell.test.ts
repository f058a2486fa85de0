import fc from 'fast-check'
import {execFileSync} from 'node:child_process'
import {expect, test} from 'vitest'
import {anyValues} from '../any.js'
import {FOLDER, named, toldWith, write} from '../consumer.js'
import {PROD} from '../samples.js'

test('a file of exports gives every value to sh', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      write({format: 'shell', path: 'env.sh', prefix: ''}, toldWith(values))
      const names = Object.keys(named('', values))
      const script = `. ./env.sh && printf '%s\\n' ${names.map((name) => `"$${name}"`).join(' ')} "$USER_POOL_ID"`
      const said = execFileSync('sh', ['-euc', script], {cwd: FOLDER, encoding: 'utf8', env: {PATH: process.env.PATH}})
      expect(said).toBe([...values.values(), PROD.userPoolId, ''].join('\n'))
    }),
    {numRuns: 20},
  )
})

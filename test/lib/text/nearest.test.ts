import {expect, test} from 'vitest'
import {findNearest} from '../../../src/lib/text/nearest.js'

test('a slip of the fingers finds what was meant, anything further finds nothing', () => {
  const names = ['env list', 'env switch', 'org init', 'plan']
  expect(findNearest('env swich', names)).toBe('env switch')
  expect(findNearest('plna', names)).toBe('plan')
  expect(findNearest('env switch', names)).toBe('env switch')
  expect(findNearest('deploy', names)).toBeUndefined()
  expect(findNearest('', names)).toBeUndefined()
})

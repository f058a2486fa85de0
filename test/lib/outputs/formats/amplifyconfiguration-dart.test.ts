import fc from 'fast-check'
import {expect, test} from 'vitest'
import {renderOutput} from '../../../../src/lib/outputs/formats/registry.js'
import type {Told} from '../../../../src/lib/outputs/content/settings.js'
import {anyTold} from '../any.js'
import {DEV} from '../samples.js'

const render = (format: 'amplifyconfiguration' | 'amplifyconfiguration-dart', told: Told): string =>
  renderOutput({format, path: 'amplifyconfiguration'}, {told, ids: DEV, existing: undefined}).content.toString()

test('is the JSON of amplifyconfiguration in a raw string of Dart, whatever the values', () => {
  fc.assert(
    fc.property(anyTold, (told) => {
      const dart = render('amplifyconfiguration-dart', told)
      const inside = /^const amplifyconfig = r'''([^]*)''';\n$/m.exec(dart)?.[1] ?? ''
      expect(inside).not.toContain("'")
      expect(JSON.parse(inside)).toEqual(JSON.parse(render('amplifyconfiguration', told)))
    }),
  )
})

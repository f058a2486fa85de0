import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {pattern} from '../../manifest/rules/names.js'
import {editJson} from '../edit/json-edit.js'
import {openDart} from '../edit/keyed.js'
import {renderCode} from '../edit/render-keys.js'
import {HEADER} from '../edit/whole-file.js'
import {editsOfAmplifyconfiguration} from './amplifyconfiguration.js'
import {isAwsExports, requireOnePlace} from './aws-exports.js'
import type {Format} from './format.js'

export const amplifyconfigurationDart: Format<'amplifyconfiguration-dart'> = {
  options: {},
  ending: pattern('end in .dart', /\.dart$/i, 'For example: lib/amplifyconfiguration.dart'),
  forFrontEnds: true,
  partOf: (_, keys) => (keys === undefined ? 'whole' : 'keys'),
  open: openDart,
  frame: ['UserAgent', 'Version'],
  page: {
    path: '`*.dart`',
    options: '',
    readers: 'Amplify for Flutter: the constant `amplifyconfig`',
    survives: 'the same',
  },
  read: ({path}) => ({format: 'amplifyconfiguration-dart', path}),
  render: (output, input) =>
    renderCode({
      output,
      input,
      open: openDart,
      whole: () => renderAmplifyconfigurationDart(input.told, input.ids),
      editsOf: (kept) => {
        if (!isAwsExports(kept) && !('auth' in kept)) return undefined
        requireOnePlace(output.path, kept)
        return editsOfAmplifyconfiguration(kept, input.told, input.ids)
      },
    }),
}

/**
 * amplifyconfiguration.dart: the same JSON in a constant named `amplifyconfig`. A raw string takes it letter by letter;
 * a single quote, which could end it, is written as JSON's escape for one. Pure.
 */
function renderAmplifyconfigurationDart(told: Told, ids: EnvironmentIds): string {
  const edits = editsOfAmplifyconfiguration({}, told, ids)
  const json = editJson({path: '', existing: undefined, edits}).toString()
  return `${HEADER}\nconst amplifyconfig = r'''${json.trimEnd().replaceAll("'", '\\u0027')}''';\n`
}

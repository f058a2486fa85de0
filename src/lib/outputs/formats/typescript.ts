import {makeFacts} from '../content/facts.js'
import type {EnvironmentIds} from '../content/ids.js'
import type {Told} from '../content/settings.js'
import {HEADER} from '../edit/whole-file.js'
import {renderWhole} from '../edit/render-keys.js'
import type {Format} from './format.js'
import {ENDPOINT, endpoint, typescriptFile} from './options.js'

export const typescript: Format<'typescript'> = {
  options: ENDPOINT,
  ending: typescriptFile,
  forFrontEnds: false,
  partOf: () => 'whole',
  page: {
    path: '`*.ts`',
    options: '`endpoint`',
    readers: "TypeScript: `import {awsup} from './awsup.js'`; a mistyped name does not compile",
    survives: "nothing: it is awsup's",
  },
  read: ({path, fields}) => ({format: 'typescript', path, endpoint: fields('endpoint', endpoint)}),
  render: (output, input) => renderWhole(output, input, renderTypescript(input.told, input.ids, output.endpoint)),
}

/** A typed module: everything of `Facts` as literal types, so that a mistyped name does not compile. Pure. */
function renderTypescript(told: Told, ids: EnvironmentIds, endpoint: string | undefined): string {
  const facts = JSON.stringify(makeFacts({...told, ids, endpoint}), undefined, 2)
  return `${HEADER}\n/* eslint-disable */\nexport const awsup = ${facts} as const\n\nexport type Awsup = typeof awsup\n`
}

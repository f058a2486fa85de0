import type {Switched} from '../../lib/index.js'
import {renderColumns} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What a switch came to, or would come to, file by file. */
export function renderSwitched(
  {did, environment, target, accountId, files, left}: Switched,
  {ink, isProtected = false}: {readonly ink: Ink; readonly isProtected?: boolean | undefined},
): string {
  const where =
    accountId === undefined
      ? ''
      : ` (${isProtected ? `${ink.yellow('protected')}, ` : ''}${target === 'sandbox' ? 'sandbox, account' : 'account'} ${accountId})`
  const name =
    environment === undefined
      ? undefined
      : `${ink.bold(renderSafe(environment))}${isProtected && accountId === undefined ? ` (${ink.yellow('protected')})` : ''}`
  const [changed, unchanged] = WORDS[did]
  const rows = files.map((file) => [
    `  ${file.changed ? (did === 'checked' ? ink.yellow(changed) : ink.green(changed)) : ink.dim(unchanged)}`,
    renderSafe(file.path),
  ])
  const others = left.map(({path, state}) => [`  ${ink.yellow(LEFT[did][state])}`, renderSafe(path)])
  return [`${TITLES[did](name)}${where}`, ...renderColumns([...rows, ...others])].join('\n')
}

const WORDS = {
  switched: ['written', 'unchanged'],
  undone: ['put back', 'unchanged'],
  checked: ['differs', 'right'],
  previewed: ['would be written', 'unchanged'],
} as const

/** Files that awsup wrote and awsup.yaml no longer names. */
const HELD = {left: 'no longer in outputs', changed: 'kept: changed since'} as const
const LEFT: Readonly<Record<Switched['did'], Readonly<Record<Switched['left'][number]['state'], string>>>> = {
  switched: {...HELD, pruned: 'pruned'},
  undone: {...HELD, pruned: 'pruned'},
  checked: {...HELD, pruned: 'pruned'},
  previewed: {...HELD, pruned: 'would be pruned'},
}

const TITLES: Readonly<Record<Switched['did'], (name: string | undefined) => string>> = {
  switched: (name) => `Switched to ${name ?? ''}`,
  undone: (name) => (name === undefined ? 'Undone: no environment is switched on' : `Undone: back to ${name}`),
  checked: (name) => `What switching to ${name ?? ''} would change`,
  previewed: (name) => `Would switch to ${name ?? ''}`,
}

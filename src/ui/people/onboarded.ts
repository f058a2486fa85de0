import type {Kept, Mistake} from '../../lib/index.js'
import {renderSafe} from '../text/safe.js'

/** One line per mistake, as compilers write them: file, line, column. */
export const renderMistakes = (file: string, mistakes: readonly Mistake[]): string =>
  mistakes
    .map(({line, column, message, hint}) =>
      renderSafe(`${file}:${line}:${column}: ${message}${hint === undefined ? '' : `. ${hint}`}`),
    )
    .join('\n')

/** What stays although the file does not have it; a line each, none where there is nothing. */
export function renderKept(file: string, {people, roles}: Kept): string {
  const kept = roles.map(({name, environment, role}) => `${name} (${role} in ${environment})`)
  return [
    ...(people.length > 0 ? [`Not in ${file}, left as they are: ${people.join(', ')}.`] : []),
    ...(kept.length > 0 ? [`Roles that ${file} does not have, left as they are: ${kept.join(', ')}.`] : []),
  ]
    .map((line) => renderSafe(line))
    .join('\n')
}

/** People who were made, and cannot sign in: nothing was asked for them. */
export function renderWithoutSecrets(names: readonly string[]): string {
  if (names.length === 0) return ''
  const all = names.map((name) => renderSafe(name)).join(', ')
  const [first = ''] = names
  return `No password and no access key was asked for: ${all}. To make them: awsup user create ${renderSafe(first)} --role <environment>=<role> --console --access-key`
}

import path from 'node:path'
import type {Created} from '../../lib/index.js'
import {renderArgument} from '../text/equivalent.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What was made, and the commands that come next. `from` is the folder of the terminal. */
export function renderCreated({folder, project, files}: Created, {from, ink}: {from: string; ink: Ink}): string {
  const there = path.relative(from, folder)
  const next: readonly (readonly [command: string, about: string])[] = [
    ...(there === '' ? [] : [[`cd ${renderArgument(there)}`, ''] as const]),
    ['npm install', ''],
    ['npm run setup', 'dev and prod in the sandbox, each with its table'],
    ['awsup sandbox serve', 'in a second terminal, as long as you use it'],
    ['npm run dev', 'http://localhost:5173'],
  ]
  const width = Math.max(...next.map(([command]) => command.length))
  return [
    `Made ${ink.bold(renderSafe(project))} in ${renderSafe(folder)}: ${files.length} files.`,
    '',
    'Next:',
    ...next.map(([command, about]) =>
      about === '' ? `  ${ink.bold(command)}` : `  ${ink.bold(command.padEnd(width))}  ${ink.dim(`# ${about}`)}`,
    ),
  ].join('\n')
}

import type {Offer, OrganizationImported, OrganizationImporting} from '../../lib/index.js'
import {renderTable} from '../text/columns.js'
import {makeDiff, renderDiff} from '../plan/diff.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** The accounts that can become environments, those that cannot with the reason, and what a file says otherwise. */
export function renderOffer({offered, skipped, already, notes}: Offer, ink: Ink): string {
  const accounts = offered.map(({member, name, file}) =>
    [
      ...[member.id, member.name, member.email, member.unit, `→ ${name}`],
      file === undefined ? '' : `${file.logicalId}, ${file.from}`,
    ].map((cell) => renderSafe(cell)),
  )
  const others = [
    ...already.map(({environment, accountId}) => [accountId, '', `is the environment ${environment} already`]),
    ...skipped.map(({accountId, name, reason}) => [accountId, name, reason]),
  ].map((row) => row.map((cell) => renderSafe(cell)))
  const table = (rows: readonly (readonly string[])[], names: readonly (string | undefined)[]) =>
    renderTable(rows, names, {ink: {columns: ink.columns === undefined ? undefined : ink.columns - INDENT.length}})
  const offers = table(accounts, [undefined, undefined, 'email', 'unit', 'environment', 'file'])
  const left = table(others, [undefined, undefined, 'why'])
  return [
    ...(accounts.length === 0 ? [] : [section('Accounts that can become environments:', offers, ink)]),
    ...(others.length === 0 ? [] : [section('Accounts that are left as they are:', left, ink)]),
    ...(notes.length === 0
      ? []
      : [
          section(
            'The file and AWS differ:',
            notes.map((note) => renderSafe(note)),
            ink,
          ),
        ]),
  ].join('\n\n')
}

/** What would be written. */
export async function renderOrganizationDiff({base, project}: OrganizationImporting, ink: Ink): Promise<string> {
  if (!project) return ''
  const before = base.isNew ? '' : base.source
  return renderDiff(await makeDiff({path: 'awsup.yaml', before, after: project.source, changed: true}), ink)
}

/** What it came to, and what is next. */
export function renderOrganizationImported({environments, written}: OrganizationImported, ink: Ink): string {
  if (environments.length === 0) return 'Nothing to do: no account was imported.'
  const names = environments.map(({environment}) => environment).join(', ')
  if (!written) return `Nothing is written: awsup.yaml would get ${names}.`
  return `${ink.bold(`awsup.yaml has ${names} now.`)} Nothing was changed on AWS.\n\nNext: awsup plan`
}

const section = (title: string, lines: readonly string[], ink: Ink): string =>
  [ink.bold(title), ...lines.map((line) => INDENT + line)].join('\n')

const INDENT = '  '

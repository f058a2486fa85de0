import type {Imported, Importing} from '../../lib/index.js'
import {makeDiff, renderDiff} from '../plan/diff.js'
import type {Ink} from '../text/ink.js'
import {renderPlan} from '../plan/plan.js'
import {renderSafe} from '../text/safe.js'

interface Look {
  readonly target: 'aws' | 'sandbox'
  readonly ink: Ink
}

/** What would be written, what `apply` would do next with a reason for each line, and what is left as it is. */
export async function renderImporting(
  {before, project, plan, reasons, notes}: Importing,
  {target, ink}: Look,
): Promise<string> {
  const diff = await makeDiff({
    path: 'awsup.yaml',
    before: before.isNew ? '' : before.source,
    after: project.source,
    changed: before.isNew || before.source !== project.source,
  })
  const why = reasons.map(
    ({address, field, reason}) =>
      `  ${renderSafe(address)}${field === undefined ? '' : ` ${renderSafe(field)}`}: ${reason}`,
  )
  return [
    ...(diff === '' ? ['awsup.yaml says all of it already.'] : [renderDiff(diff, ink)]),
    ink.bold('What awsup apply would do next:'),
    renderPlan(plan, {target, ink}),
    ...(why.length === 0 ? [] : [[ink.bold('Why:'), ...why].join('\n')]),
    ...(notes.length === 0
      ? []
      : [[ink.bold('Good to know:'), ...notes.map((note) => `  ${renderSafe(note)}`)].join('\n')]),
  ].join('\n\n')
}

/** What it came to, and what is next. */
export function renderImported({written, records, tagged, environments}: Imported, ink: Ink): string {
  const ids = `${records.length} ${records.length === 1 ? 'id' : 'ids'}`
  const things = tagged.map((one) => renderSafe(one)).join(', ')
  if (!written) {
    const would = tagged.length > 0 ? ` ${things} would get awsup’s tags on AWS.` : ''
    if (records.length === 0 && would === '') return 'Nothing is written, and nothing would be.'
    return `Nothing is written: ${ids} would go on record.${would}`
  }
  const [first] = environments
  const changed =
    tagged.length > 0 ? `${things} got awsup’s tags; nothing else was changed on AWS.` : 'Nothing was changed on AWS.'
  return `${ink.bold(`Imported: ${ids} on record.`)} ${changed}\n\nNext: awsup plan, awsup apply, then awsup env switch ${first?.environment ?? ''}`
}

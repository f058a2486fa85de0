import type {ProfilesSynced} from '../../lib/index.js'
import {makeDiff, renderDiff} from '../plan/diff.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

interface Look {
  readonly dryRun: boolean
  readonly remove: boolean
  /** Name of the project, and so of its sign-in. */
  readonly project: string
  readonly ink: Ink
}

/** What was written, or with `--diff` what would be. */
export async function renderSynced(synced: ProfilesSynced, {dryRun, remove, project, ink}: Look): Promise<string> {
  const {path, profiles, notMade, changed, backup} = synced
  const shown = renderSafe(path)
  const missing = notMade.map((name) => `${renderSafe(name)} is not made yet: awsup apply --env ${renderSafe(name)}`)
  if (dryRun) {
    const diff = await makeDiff({path: 'config', before: lines(synced.before), after: lines(synced.after), changed})
    return [changed ? renderDiff(diff, ink) : `${shown}: nothing to change.`, ...missing].join('\n')
  }
  if (remove) return changed ? `Took awsup's profiles out of ${shown}.` : `${shown} has no profiles of this project.`
  return [
    `${shown}: ${changed ? 'wrote' : 'has'} ${profiles.map(({name}) => ink.bold(renderSafe(name))).join(', ') || 'no profile'}`,
    ...(backup === undefined ? [] : [`As it was before: ${renderSafe(backup)}`]),
    ...missing,
    ...(profiles.some(({permissionSet}) => permissionSet !== undefined)
      ? [`Sign in: aws sso login --sso-session ${renderSafe(project)}`]
      : []),
    ...profiles.slice(0, 1).map(({name}) => `Try it: aws sts get-caller-identity --profile ${renderSafe(name)}`),
  ].join('\n')
}

const lines = (block: string): string => (block === '' ? '' : `${block.replaceAll('\r\n', '\n')}\n`)

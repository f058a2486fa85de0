import type {WorkflowWritten} from '../../lib/index.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

/** What was written, and what is left to do at GitHub. */
export function renderWorkflow({path, changed, gates}: WorkflowWritten, ink: Ink): string {
  return [
    `${changed ? 'Wrote' : 'Nothing to change in'} ${ink.bold(renderSafe(path))}.`,
    ...gates.map(
      ({name, environment}) =>
        `In the repository's settings, make the environment ${ink.bold(renderSafe(name))} with the branch main alone, and reviewers for ${renderSafe(environment)} if somebody has to agree.`,
    ),
  ].join('\n')
}

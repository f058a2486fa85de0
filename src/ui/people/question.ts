import type {Project} from '../../lib/index.js'
import {listed} from '../plan/question.js'
import {renderTarget} from '../plan/look.js'
import {PLAIN} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

interface Asked {
  readonly project: Project
  readonly name: string
  readonly places: readonly {readonly environment: string | undefined}[]
}

/** `Disable alice in dev and prod (protected), in the sandbox?` */
export function renderUserQuestion(verb: string, {project, name, places}: Asked): string {
  const {manifest, target} = project
  const where = places.map(({environment}) =>
    environment === undefined
      ? 'the management account'
      : renderTarget(environment, manifest.environments.get(environment)?.protected, PLAIN),
  )
  return `${verb} ${renderSafe(name)} in ${listed(where)}${target === 'sandbox' ? ', in the sandbox' : ''}?`
}

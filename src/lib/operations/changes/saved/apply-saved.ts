import {ConflictError} from '../../../base/errors.js'
import type {Plan} from '../../../engine/plan/plan.js'
import type {Project} from '../../../project/project.js'
import type {Session} from '../../../project/session.js'
import {planChanges} from '../apply.js'
import {isBegun} from './begun.js'
import {compareBegun, comparePlans, sayDifference, type PlanDifference} from './compare.js'
import type {LoadedPlan} from './file.js'
import {describeSaved, manifestOf, organizationOf} from './saved-plan.js'

/** How many differences a message names; `details` has all. */
const MOST_SAID = 5

/**
 * Throws ConflictError `OTHER_PLAN` where a saved plan is another project's, target's or awsup's, or awsup.yaml is not as it
 * was. Asks nobody.
 */
export function requireSameProject(saved: LoadedPlan, project: Project, version: string): void {
  const {manifest, target} = project
  if (saved.awsup !== version) throw other(saved, `awsup ${saved.awsup} made it, and this is awsup ${version}`)
  if (saved.project !== manifest.project)
    throw other(saved, `it is for the project ${saved.project}, and awsup.yaml says ${manifest.project}`)
  if (saved.target !== target) {
    const [was, is] = [saved.target, target].map((name) => (name === 'aws' ? 'AWS' : 'the sandbox'))
    throw other(saved, `it is for ${was ?? ''}, and this run is for ${is ?? ''}`)
  }
  if (saved.manifest !== manifestOf(project)) throw other(saved, 'awsup.yaml has changed since it was made')
}

/**
 * Plans again, and answers that plan only where it is the saved one. Throws ConflictError `OTHER_PLAN` where another
 * account or organization is asked, `PLAN_CHANGED` where anything is not as it was. Writes nothing.
 */
export async function planAgain(session: Session, saved: LoadedPlan): Promise<Plan> {
  const {accountId} = await session.door.caller()
  if (saved.by.accountId !== accountId)
    throw other(saved, `it was made in account ${saved.by.accountId}, and you are signed in to account ${accountId}`)
  const begun = await isBegun(session.engine, saved)
  const organizationId = await organizationOf(session)
  // The organization itself may be what an earlier run of this plan has made.
  if (saved.organizationId !== organizationId && !(begun && saved.organizationId === undefined))
    throw other(
      saved,
      `it was made for ${nameOf(saved.organizationId)}, and the one on record is ${nameOf(organizationId)}`,
    )
  const plan = await planChanges(session, {environments: saved.environments})
  const compare = begun ? compareBegun : comparePlans
  const differences = compare(saved.plan, describeSaved(plan))
  if (differences.length > 0) throw changed(saved, differences)
  return plan
}

const nameOf = (organizationId: string | undefined): string =>
  organizationId === undefined ? 'no organization' : `organization ${organizationId}`

function changed({file}: LoadedPlan, differences: readonly PlanDifference[]): ConflictError {
  const said = differences.slice(0, MOST_SAID).map(sayDifference)
  const more = differences.length > MOST_SAID ? [`and ${differences.length - MOST_SAID} more`] : []
  return new ConflictError(`${file} no longer fits: ${[...said, ...more].join(', ')}`, {
    code: 'PLAN_CHANGED',
    hint: `Nothing was changed. Plan again, and read the new plan: awsup plan --out ${file}`,
    details: {file, differences},
  })
}

const other = ({file}: LoadedPlan, why: string): ConflictError =>
  new ConflictError(`${file} cannot be applied here: ${why}`, {
    code: 'OTHER_PLAN',
    hint: `Nothing was changed. Plan again, here and with this awsup: awsup plan --out ${file}`,
    details: {file},
  })

import {openingsOfRules} from '../../../access/openings/of-rules.js'
import type {Opening} from '../../../access/openings/opening.js'
import type {Section} from '../../../access/openings/of-statements.js'
import type {Who} from '../../../access/rules.js'
import {expandRules, groupsWithRole, inAccount, rulesIn, tagsOf} from '../../../manifest/desired/access.js'
import {lazily} from '../../../aws/memo.js'
import {openSource} from '../../../manifest/read/source.js'
import type {Project} from '../../../project/project.js'
import type {Recorded} from '../../../records/records.js'
import {settingsOf} from '../../environments/environments.js'
import {groundOf} from '../../../project/ground.js'

/** What an environment's rules open although others keep it apart. Needs no network. */
export function findRuleOpenings(project: Project, name: string, records?: readonly Recorded[]): readonly Opening[] {
  const {manifest} = project
  const environment = settingsOf(project, name)
  const tags = tagsOf(manifest, environment).claims
  // Where a rule stands is asked only of what there is: most environments have no rules of their own.
  const source = lazily(() => openSource(project.source))
  const ground = groundOf(project, name, records)
  const section = (who: Who): Section => {
    const own = typeof who === 'string' ? manifest.access[who] : (manifest.access.groups.get(who.group) ?? [])
    const steps = typeof who === 'string' ? [who] : ['groups', who.group]
    return {
      signedIn: who !== 'guests',
      tags,
      own: inAccount(expandRules(own, manifest, environment), ground.account).map((rule, index) => ({
        path: `access.${steps.join('.')}[${index}]`,
        rule,
        at: source().at(['access', ...steps, `${index}`, ...Object.keys(rule)]),
      })),
      rules: inAccount(rulesIn(manifest, environment, who), ground.account),
    }
  }
  const groups = groupsWithRole(manifest.access, environment).map((group) => ({group}))
  const guests = environment.auth.guests ? (['guests'] as const) : []
  return openingsOfRules(['authenticated' as const, ...guests, ...groups].map(section), ground)
}

import type {AccessNote} from '../../../access/forms/form.js'
import {notesOf, notesOfGroup} from '../../../access/notes.js'
import {groupsWithRole} from '../../../manifest/desired/access.js'
import type {Project} from '../../../project/project.js'
import {settingsOf} from '../../environments/environments.js'
import type {MeantRole} from '../meant.js'

/** What the rules of a role cannot do, whatever policies they become. */
export function notesFor(
  project: Project,
  environment: string,
  {group, rules}: Pick<MeantRole, 'group' | 'rules'>,
): readonly AccessNote[] {
  const {access} = project.manifest
  const groups = groupsWithRole(access, settingsOf(project, environment))
  return [...notesOf(rules), ...(group === undefined ? [] : notesOfGroup(access, group, groups))]
}

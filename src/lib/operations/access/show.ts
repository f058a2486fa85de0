import type {Project} from '../../project/project.js'
import type {AccessNote} from '../../access/forms/form.js'
import {notesFor} from './openings/rule-notes.js'
import {requireRole} from './require-role.js'
import {compileRoles, type CompiledDocument} from './compiled.js'

/** The policies of one role, as `apply` would give them. */
export interface ShownRole {
  readonly role: string
  /** In IAM. */
  readonly name: string
  readonly policies: readonly (CompiledDocument & {
    /** Without white space, which is how IAM counts. */
    readonly characters: number
    readonly limit: number
  })[]
  /** What the rules cannot do, whatever policies they become. */
  readonly notes?: readonly AccessNote[]
}

export interface ShownAccess {
  readonly environment: string
  readonly roles: readonly ShownRole[]
}

/** Characters of all inline policies of a role together, and of one managed policy (IAM user guide, "IAM quotas"). */
const LIMITS = {inline: 10_240, managed: 6_144}

/** The policies that an environment's access rules compile to; of one role where one is named. Needs no network. */
export function showAccess(project: Project, environment: string, role: string | undefined): ShownAccess {
  const roles = requireRole(compileRoles(project, environment), role)
  return {
    environment,
    roles: roles.map(({role: of, name, documents, ...meant}) => ({
      role: of,
      name,
      policies: documents.map((one) => ({
        ...one,
        characters: JSON.stringify(one.document).replaceAll(/\s/g, '').length,
        limit: LIMITS[one.kind],
      })),
      notes: notesFor(project, environment, meant),
    })),
  }
}

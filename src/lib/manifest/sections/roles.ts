import {READY_MADE, type Boundary, type TeamRole} from '../../access/team/role.js'
import {list, mapping, record} from '../read/collections.js'
import {optional, section} from '../read/keys.js'
import {text} from '../read/scalars.js'
import {refused, type Read} from '../read/spot.js'
import {environmentName, MOST_ENVIRONMENTS, policyArn} from '../rules/names.js'
import {boundary, sessionDuration, teamRoleName} from '../rules/team.js'
import {readStatement} from '../../access/forms/statement/read.js'

const HOUR_S = 3_600

/** What is written of a role. */
export type WrittenRole = Partial<TeamRole>

const written: Read<WrittenRole> = mapping(
  {
    /**
     * Managed policies by ARN, at most 10. Written for a ready-made role, they take the place of its own.
     * @example arn:aws:iam::aws:policy/SecurityAudit
     */
    managedPolicies: section(list(text(policyArn), {max: 10, distinct: true})),
    /** What the role may do beyond that, as IAM knows it. */
    statements: section(list(readStatement, {max: 50})),
    /**
     * What limits it: `developer`, which lets nobody change roles, users, boundaries or the organization; a managed policy
     * by its ARN; or `none`.
     * @default developer
     */
    boundary: optional(text(boundary)),
    /**
     * How long a session of it may last, in whole hours, `1h` to `12h`. Without this key: one hour, and four of the
     * ready-made `developer` and `viewer`.
     */
    sessionDuration: optional(text(sessionDuration)),
    /** Environments that have the role. Without this key: those in which a user has it. */
    environments: optional(list(text(environmentName), {min: 1, max: MOST_ENVIRONMENTS, distinct: true})),
  },
  ({managedPolicies, statements, boundary, sessionDuration, environments}) => ({
    ...(managedPolicies && {managedPolicies}),
    ...(statements && {statements}),
    ...(boundary !== undefined && {boundary: boundary as Boundary}),
    ...(sessionDuration !== undefined && {sessionDurationS: Number.parseInt(sessionDuration, 10) * HOUR_S}),
    ...(environments && {environments}),
  }),
)

/** `roles`: what people may assume in the accounts of environments. */
export const roles: Read<ReadonlyMap<string, TeamRole>> = record({
  name: teamRoleName,
  max: 50,
  read: Object.assign(
    (spot: Parameters<typeof written>[0], name: string): TeamRole => {
      const said = written(spot)
      const ready = READY_MADE.get(name)
      if (!ready && said.managedPolicies === undefined && said.statements === undefined) {
        throw refused(
          spot,
          'says nothing that it may do',
          `Add managedPolicies or statements, or use a ready-made role: ${[...READY_MADE.keys()].join(', ')}.`,
        )
      }
      const base: TeamRole = ready ?? {
        managedPolicies: [],
        statements: [],
        boundary: 'developer',
        sessionDurationS: HOUR_S,
        environments: undefined,
      }
      return {...base, ...said}
    },
    {shape: written.shape},
  ),
})

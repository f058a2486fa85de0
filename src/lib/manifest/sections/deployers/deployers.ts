import type {Deployer, Subjects} from '../../../access/team/deployer.js'
import {findNearest} from '../../../text/nearest.js'
import {either, list, mapping, record} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {text, type Rule} from '../../read/scalars.js'
import {stating} from '../../read/shape.js'
import {show} from '../../read/show.js'
import {refused, type Read, type Spot} from '../../read/spot.js'
import {environmentName, MOST_ENVIRONMENTS} from '../../rules/names.js'
import {teamRoleName} from '../../rules/team.js'
import {bitbucket, bitbucketSubjects} from './bitbucket.js'
import {github, githubSubjects} from './github.js'
import {gitlab, gitlabSubjects} from './gitlab.js'
import {deployerName, githubEnvironment, gitName, subject, uuid} from './rules.js'
import type {Tied} from './tied.js'

interface Known {
  readonly project: string
  readonly environments: readonly string[]
  readonly roles: readonly string[]
}

/** What an environment of a deployer says of its own. */
const tied: Read<Tied> = mapping({
  /** Branch whose runs may apply. */
  branch: optional(text(gitName('branch'))),
  /** Environment of GitHub whose jobs may apply. */
  environment: optional(text(githubEnvironment)),
  /** Tag whose runs may apply. */
  tag: optional(text(gitName('tag'))),
  /** The whole subject of GitHub's tokens, where the repository customised it. */
  subject: optional(text(subject)),
  /** UUID of Bitbucket's deployment environment. */
  environmentId: optional(text(uuid)),
})

/**
 * `deployers`: machines that may work in environments with tokens of GitHub, GitLab or Bitbucket. What is not known may be
 * any name.
 */
export function deployers({project = '', environments, roles}: Partial<Known> = {}): Read<
  ReadonlyMap<string, Deployer>
> {
  const place = known('an environment of this file', environmentName, environments)
  return record({
    name: deployerName,
    max: 50,
    read: mapping(
      {
        /** A repository of GitHub, and what of it may apply. */
        github: optional(github),
        /** A project of GitLab, and the branch or tag that may apply. */
        gitlab: optional(gitlab),
        /** A repository of Bitbucket, and the deployment environment that may apply. */
        bitbucket: optional(bitbucket),
        /**
         * Environments in whose accounts it works: a list, or for each what may apply there.
         * @example ["dev", "prod"]
         */
        environments: required(
          either(
            list(text(place), {min: 1, max: MOST_ENVIRONMENTS, distinct: true}),
            record({name: place, read: tied, min: 1, max: MOST_ENVIRONMENTS}),
          ),
        ),
        /**
         * What it may do: `deployer` does what awsup does in the environment; a role of `roles` or a ready-made one gives its
         * own permissions. Neither goes beyond the boundary of deployers.
         * @default deployer
         */
        role: optional(text(roleOf(roles))),
      },
      (said, spot, at): Deployer => {
        const providers = (['github', 'gitlab', 'bitbucket'] as const).filter((name) => said[name] !== undefined)
        const [first, second] = providers
        if (first === undefined) throw refused(spot, 'names no repository', 'Add github, gitlab or bitbucket.')
        if (second !== undefined)
          throw refused(
            at(second),
            `is given, and so is ${first}`,
            'Write two deployers: each has tokens of one issuer.',
          )
        const own = ownTies(said.environments, {list: at(first), record: at('environments')})
        const make = (name: string, ties: Tied, where: Spot): Subjects | undefined => {
          const tie = {env: name, project, own: ties, where}
          if (said.github) return githubSubjects(said.github, tie)
          if (said.gitlab) return gitlabSubjects(said.gitlab, tie)
          return said.bitbucket && bitbucketSubjects(said.bitbucket, tie)
        }
        const subjects = own.flatMap(({name, ties, where}) => {
          const made = make(name, ties, where)
          return made ? [[name, made] as const] : []
        })
        const issuer = said[first]?.issuer
        if (!issuer) throw refused(spot, 'names no repository')
        const {github: hub} = said
        return {
          role: said.role ?? 'deployer',
          issuer,
          environments: new Map(subjects),
          ...(hub && {github: {repository: hub.repository, hasIds: hub.ownerId !== undefined}}),
        }
      },
      {one: [['github', 'gitlab', 'bitbucket']]},
    ),
  })
}

interface Own {
  readonly name: string
  readonly ties: Tied
  readonly where: Spot
}

/** A list leaves to the repository what may apply, so that is where it is missing. */
function ownTies(
  said: readonly string[] | ReadonlyMap<string, Tied>,
  at: {readonly list: Spot; readonly record: Spot},
): readonly Own[] {
  const entries = 'get' in said ? [...said] : said.map((name) => [name, {}] as const)
  if (entries.length === 0) throw refused(at.record, 'is empty, must have at least one entry')
  return entries.map(([name, ties]) => ({name, ties, where: 'get' in said ? at.record : at.list}))
}

const roleOf = (roles: readonly string[] | undefined): Rule =>
  known('deployer, a role of this file or a ready-made one', teamRoleName, roles && ['deployer', ...roles])

function known(what: string, rule: Rule, names: readonly string[] | undefined): Rule {
  return stating(rule.clauses ?? [], (value) => {
    if (!names) return rule(value)
    if (names.includes(value)) return undefined
    const meant = findNearest(value, names)
    const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${show(meant)}?`
    return rule(value) ?? {must: `be ${what}`, hint}
  })
}

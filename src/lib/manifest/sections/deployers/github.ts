import type {Issuer, Subjects} from '../../../access/team/deployer.js'
import {mapping} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {text} from '../../read/scalars.js'
import {refused, type Read} from '../../read/spot.js'
import {githubEnvironment, githubId, githubRepository, gitName, subject} from './rules.js'
import {tieOf, type Tie, type Tied} from './tied.js'

/** A repository of GitHub, and what of it may apply. */
export interface Github extends Tied {
  readonly repository: string
  readonly ownerId: string | undefined
  readonly repositoryId: string | undefined
  readonly issuer: Issuer
}

const ISSUER: Issuer = {
  label: 'github',
  url: 'https://token.actions.githubusercontent.com',
  audience: 'sts.amazonaws.com',
}

export const github: Read<Github> = mapping(
  {
    /**
     * The repository.
     * @example acme/web
     */
    repository: required(text(githubRepository)),
    /**
     * Id of its owner, between quotes. Repositories made, renamed or transferred after 15 July 2026 have it in their tokens.
     * @example "583231"
     */
    ownerId: optional(text(githubId)),
    /**
     * Id of the repository, between quotes; together with `ownerId`.
     * @example "1296269"
     */
    repositoryId: optional(text(githubId)),
    /** Branch whose runs may apply; `{env}` is replaced. */
    branch: optional(text(gitName('branch'))),
    /**
     * Environment of GitHub whose jobs may apply; `{env}` is replaced.
     * @example "{env}"
     */
    environment: optional(text(githubEnvironment)),
    /** Tag whose runs may apply. */
    tag: optional(text(gitName('tag'))),
    /** The whole subject of its tokens, where the repository customised it. */
    subject: optional(text(subject)),
  },
  (said, spot, at): Github => {
    if ((said.ownerId === undefined) !== (said.repositoryId === undefined))
      throw refused(
        spot,
        `lacks ${said.ownerId === undefined ? 'ownerId' : 'repositoryId'}`,
        'Tokens have both ids or none: give both.',
      )
    const written = said.subject
    if (written !== undefined && !isOf(written, said))
      throw refused(
        at('subject'),
        `is of another repository than ${said.repository}`,
        `It must begin with repo:${said.repository}: and say which runs.`,
      )
    return {...said, issuer: ISSUER}
  },
  {needs: {ownerId: 'repositoryId', repositoryId: 'ownerId'}},
)

type Repository = Pick<Github, 'repository' | 'ownerId' | 'repositoryId'>

/**
 * How subjects begin: by name, and by name and ids where they are known. Which of the two a repository sends depends on its
 * age (GitHub docs, "OpenID Connect reference", immutable subject claims).
 */
function prefixes({repository, ownerId, repositoryId}: Repository): readonly string[] {
  const [owner = '', name = ''] = repository.split('/')
  return [
    `repo:${repository}:`,
    ...(ownerId !== undefined && repositoryId !== undefined
      ? [`repo:${owner}@${ownerId}/${name}@${repositoryId}:`]
      : []),
  ]
}

const isOf = (written: string, repository: Repository): boolean =>
  prefixes(repository).some((prefix) => written.startsWith(prefix) && written.length > prefix.length)

/** A colon within a value is %3A (GitHub docs, "OpenID Connect reference"). */
const escaped = (name: string): string => name.replaceAll(':', '%3A')

const CONTEXT = {
  branch: (name: string) => `ref:refs/heads/${escaped(name)}`,
  tag: (name: string) => `ref:refs/tags/${escaped(name)}`,
  environment: (name: string) => `environment:${escaped(name)}`,
}

/** Pull requests may only look: their authors wrote what runs in them. */
export function githubSubjects(hub: Github, tie: Tie): Subjects {
  const found = tieOf(['environment', 'branch', 'tag', 'subject'], hub, tie)
  const {by, name} = found
  const begins = prefixes(hub)
  const plan = begins.map((prefix) => `${prefix}pull_request`)
  if (by !== 'subject') return {apply: begins.map((prefix) => prefix + CONTEXT[by](name)), plan, tie: found}
  if (!isOf(name, hub))
    throw refused(
      tie.where,
      `has a subject for ${tie.env} of another repository than ${hub.repository}`,
      `It must begin with repo:${hub.repository}: and say which runs.`,
    )
  if (/:pull_request(?::|$)/.test(name))
    throw refused(
      tie.where,
      'lets pull requests apply',
      'They plan with a role of their own. Use an environment, a branch or a tag.',
    )
  return {apply: [name], plan, tie: found}
}

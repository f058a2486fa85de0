import type {Issuer, Subjects} from '../../../access/team/deployer.js'
import {mapping} from '../../read/collections.js'
import {optional, required} from '../../read/keys.js'
import {text} from '../../read/scalars.js'
import type {Read} from '../../read/spot.js'
import {gitlabProject, gitName, issuerUrl} from './rules.js'
import {tieOf, type Tie, type Tied} from './tied.js'

/** A project of GitLab, and the branch or tag that may apply. */
export interface Gitlab extends Tied {
  readonly project: string
  readonly issuer: Issuer
}

const GITLAB = 'https://gitlab.com'

export const gitlab: Read<Gitlab> = mapping(
  {
    /**
     * The project with its groups.
     * @example acme/web
     */
    project: required(text(gitlabProject)),
    /** Branch whose pipelines may apply; `{env}` is replaced. */
    branch: optional(text(gitName('branch'))),
    /** Tag whose pipelines may apply. */
    tag: optional(text(gitName('tag'))),
    /**
     * Address of a GitLab of your own, which AWS has to reach.
     * @default https://gitlab.com
     */
    issuer: optional(text(issuerUrl)),
  },
  ({issuer: url = GITLAB, ...said}): Gitlab => ({...said, issuer: {label: labelOf(url), url, audience: url}}),
)

const labelOf = (url: string): string =>
  url === GITLAB ? 'gitlab' : `gitlab-${url.replace(/^https:\/\//, '').replaceAll(/[^a-z0-9]+/gi, '-')}`

/**
 * GitLab's tokens tell branch and tag, and AWS tests nothing else of them: a plan by merge requests cannot be told from their
 * branch (GitLab docs, "Configure OpenID Connect in AWS").
 */
export function gitlabSubjects(lab: Gitlab, tie: Tie): Subjects {
  const {by, name} = tieOf(['branch', 'tag'], lab, tie)
  return {apply: [`project_path:${lab.project}:ref_type:${by}:ref:${name}`], plan: []}
}

import type {Rule} from '../../read/scalars.js'
import {stating} from '../../read/shape.js'
import {every, noneOf, pattern} from '../../rules/names.js'

/** What would let in more than one: a pattern of IAM, or a variable that IAM replaces (`${aws:username}`). */
const WIDER = /[*?]|\$\{/

const noWildcard: Rule = stating([{must: 'have no wildcard', pattern: /^(?:(?!\$\{)[^*?])*$/s}], (value) =>
  WIDER.test(value)
    ? {
        must: 'have no wildcard',
        hint: 'With *, ? or ${…} others could get in too. Write what is meant, one deployer each.',
      }
    : undefined,
)

interface Sized {
  /** Characters. */
  readonly max: number
  readonly expression: RegExp
  readonly hint: string
}

const sized = (must: string, {max, expression, hint}: Sized): Rule =>
  stating([{must, min: 1, max}], (value) =>
    value.length <= max && expression.test(filled(value)) ? undefined : {must, hint},
  )

/** `{env}` and `{project}` are replaced by names without any special character. */
const filled = (value: string): string => value.replaceAll(/\{(?:env|project)\}/g, 'x')

/** A part of the name of AWS resources. With project (24) and environment (16) and `-plan` it fits IAM's 64 characters. */
export const deployerName: Rule = every(
  pattern(
    'be 1–14 lower-case letters, digits and hyphens that begin with a letter and do not end with a hyphen',
    /^[a-z](?:[a-z0-9-]{0,12}[a-z0-9])?$/,
    'For example: web',
  ),
  noneOf('be another: awsup gives this name to a policy', ['boundary']),
  stating([{must: 'not end with -plan', pattern: /^(?!.*-plan$)/}], (value) =>
    value.endsWith('-plan')
      ? {must: 'not end with -plan', hint: 'awsup gives such a name to the role that only looks.'}
      : undefined,
  ),
)

/** GitHub: owners have letters, digits and hyphens (and an underscore where a company manages them), ≤39. */
export const githubRepository: Rule = every(
  noWildcard,
  pattern(
    'be owner/repository as GitHub has them',
    /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,37}[A-Za-z0-9])?\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/,
    'For example: acme/web',
  ),
)

/** Ids of GitHub are whole numbers, written as texts. */
export const githubId: Rule = pattern(
  'be digits between quotes',
  /^[1-9]\d{0,18}$/,
  'Find it: gh api repos/acme/web --jq "[.owner.id, .id]"',
)

/** git-check-ref-format: what a branch or tag may be called. */
const GIT_NAME =
  /^(?![-/.])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)|[/.]$))[^\u0000-\u0020\u007f~^:\\[{}\u00a0\u2028\u2029]+$/u

export const gitName = (what: string): Rule =>
  every(
    noWildcard,
    sized(`be the name of a ${what} as git has them`, {
      max: 200,
      expression: GIT_NAME,
      hint: 'Without refs/heads/ or refs/tags/.',
    }),
  )

/** Any name without control characters; GitHub writes a colon as %3A. */
export const githubEnvironment: Rule = every(
  noWildcard,
  sized('be the name of an environment of GitHub, at most 255 characters', {
    max: 255,
    expression: /^(?!\s)[^\p{C}{}]+(?<!\s)$/u,
    hint: 'For example: production',
  }),
)

/** A whole subject, for repositories that customised theirs. */
export const subject: Rule = every(
  noWildcard,
  sized('be a whole subject without spaces', {
    max: 1000,
    expression: /^[^\p{C}\s{}]+$/u,
    hint: 'For example: repo:acme/web:ref:refs/heads/main',
  }),
)

export const gitlabProject: Rule = every(
  noWildcard,
  pattern(
    'be group/project as GitLab has them',
    /^(?=.{3,255}$)[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,20}$/,
    'For example: acme/web',
  ),
)

/** Just what IAM takes for the URL of a provider (IAM API reference, CreateOpenIDConnectProvider, Url). */
export const issuerUrl: Rule = pattern(
  'be https:// and the name of a host, without port, query or slash at the end',
  /^(?=.{1,255}$)https:\/\/(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*(?:\/[A-Za-z0-9._~-]+)*$/,
  'For example: https://gitlab.acme.dev',
)

export const bitbucketWorkspace: Rule = pattern(
  'be the id of a workspace as it is in its address',
  /^[a-z0-9][a-z0-9_-]{0,61}$/,
  'For example: acme',
)

export const uuid: Rule = every(
  noWildcard,
  pattern(
    'be a UUID between quotes',
    /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\})$/,
    'Find it in the settings of the repository, under OpenID Connect.',
  ),
)

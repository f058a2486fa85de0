import type {BadInput} from './input.js'
import {manifest} from '../samples.js'

const deployers = (value: string) => manifest({deployers: value})
const github = (value: string, environments = '[dev]') =>
  deployers(`{ web: { github: { repository: acme/web, ${value} }, environments: ${environments} } }`)
const repository = (name: string) =>
  deployers(`{ web: { github: { repository: ${name}, branch: main }, environments: [dev] } }`)
const gitlab = (value: string) => deployers(`{ web: { gitlab: { ${value} }, environments: [dev] } }`)
const UUID = '"c7f4e5d1-1111-4222-8333-444455556666"'
const bitbucket = (value: string) =>
  deployers(
    `{ web: { bitbucket: { workspace: acme, workspaceId: ${UUID}, repositoryId: ${UUID}${value} }, environments: [dev] } }`,
  )

/** Machines that would let in more than is meant, or nobody. */
export const BAD_DEPLOYERS: readonly BadInput[] = [
  {
    title: 'a deployer without subject',
    yaml: deployers('{ web: { github: { repository: acme/web }, environments: [dev] } }'),
    message: 'deployers.web.github does not say what may apply in dev',
    at: [5, 29],
    hint: 'environment or branch or tag or subject',
  },
  {
    title: 'a deployer with two subjects',
    yaml: github('branch: main, tag: v1'),
    message: 'deployers.web.github has branch and tag for dev',
    at: [5, 29],
  },
  {
    title: 'a branch with a wildcard',
    yaml: github('branch: "release/*"'),
    message: 'deployers.web.github.branch is "release/*", must have no wildcard',
    at: [5, 61],
    hint: 'others could get in',
  },
  {
    title: 'a branch of one character that may be any',
    yaml: github('branch: "v?"'),
    message: 'deployers.web.github.branch is "v?", must have no wildcard',
    at: [5, 61],
  },
  {
    title: 'an environment of GitHub that IAM would replace',
    yaml: github('environment: "${aws:username}"'),
    message: 'deployers.web.github.environment is "${aws:username}", must have no wildcard',
    at: [5, 66],
  },
  {
    title: 'a subject with a wildcard',
    yaml: github('subject: "repo:acme/web:*"'),
    message: 'deployers.web.github.subject is "repo:acme/web:*", must have no wildcard',
    at: [5, 62],
  },
  {
    title: 'a subject of another repository',
    yaml: github('subject: "repo:acme/webshop:ref:refs/heads/main"'),
    message: 'deployers.web.github.subject is of another repository than acme/web',
    at: [5, 62],
  },
  {
    title: 'a subject that says no run',
    yaml: github('subject: "repo:acme/web:"'),
    message: 'deployers.web.github.subject is of another repository than acme/web',
    at: [5, 62],
  },
  {
    title: 'a subject by which pull requests apply',
    yaml: github('subject: "repo:acme/web:pull_request"'),
    message: 'deployers.web.github lets pull requests apply',
    at: [5, 29],
  },
  {
    title: 'a repository without owner',
    yaml: repository('web'),
    message: 'deployers.web.github.repository is "web", must be owner/repository as GitHub has them',
    at: [5, 43],
  },
  {
    title: 'all repositories of an owner',
    yaml: repository('"acme/*"'),
    message: 'deployers.web.github.repository is "acme/*", must have no wildcard',
    at: [5, 43],
  },
  {
    title: 'a repository with its address',
    yaml: repository('"https://github.com/acme/web"'),
    message:
      'deployers.web.github.repository is "https://github.com/acme/web", must be owner/repository as GitHub has them',
    at: [5, 43],
  },
  {
    title: 'an owner without the id of the repository',
    yaml: github('ownerId: "1", branch: main'),
    message: 'deployers.web.github lacks repositoryId',
    at: [5, 29],
  },
  {
    title: 'an id that is no number',
    yaml: github('ownerId: acme, repositoryId: "2", branch: main'),
    message: 'deployers.web.github.ownerId is "acme", must be digits between quotes',
    at: [5, 62],
  },
  {
    title: 'a branch with its prefix and two dots',
    yaml: github('branch: "a..b"'),
    message: 'deployers.web.github.branch is "a..b", must be the name of a branch as git has them',
    at: [5, 61],
  },
  {
    title: 'a deployer of no provider',
    yaml: deployers('{ web: { environments: [dev] } }'),
    message: 'deployers.web names no repository',
    at: [5, 19],
  },
  {
    title: 'a deployer of two providers',
    yaml: deployers(
      '{ web: { github: { repository: acme/web, branch: main }, gitlab: { project: acme/web, branch: main }, environments: [dev] } }',
    ),
    message: 'deployers.web.gitlab is given, and so is github',
    at: [5, 77],
  },
  {
    title: 'a deployer of an environment that is none',
    yaml: github('branch: main', '[stage]'),
    message: 'deployers.web.environments[0] is "stage", must be an environment of this file',
    at: [5, 84],
  },
  {
    title: 'a deployer of no environment',
    yaml: github('branch: main', '[]'),
    message: 'deployers.web.environments is empty, must have at least one entry',
    at: [5, 83],
  },
  {
    title: 'a deployer with a role that is none',
    yaml: deployers('{ web: { github: { repository: acme/web, branch: main }, environments: [dev], role: deploy } }'),
    message: 'deployers.web.role is "deploy", must be deployer, a role of this file or a ready-made one',
    at: [5, 96],
    hint: 'deployer',
  },
  {
    title: 'a deployer with the name of a role that looks',
    yaml: deployers('{ web-plan: { github: { repository: acme/web, branch: main }, environments: [dev] } }'),
    message: 'deployers has the name "web-plan", which must not end with -plan',
    at: [5, 14],
  },
  {
    title: 'a deployer with a name too long',
    yaml: deployers('{ abcdefghijklmno: { github: { repository: acme/web, branch: main }, environments: [dev] } }'),
    message:
      'deployers has the name "abcdefghijklmno", which must be 1–14 lower-case letters, digits and hyphens that begin with a letter and do not end with a hyphen',
    at: [5, 14],
  },
  {
    title: 'a project of GitLab without group',
    yaml: gitlab('project: web, branch: main'),
    message: 'deployers.web.gitlab.project is "web", must be group/project as GitLab has them',
    at: [5, 40],
  },
  {
    title: 'a project of GitLab without branch',
    yaml: gitlab('project: acme/web'),
    message: 'deployers.web.gitlab does not say what may apply in dev',
    at: [5, 29],
  },
  {
    title: 'an issuer with a port',
    yaml: gitlab('project: acme/web, branch: main, issuer: "https://gitlab.acme.dev:8443"'),
    message:
      'deployers.web.gitlab.issuer is "https://gitlab.acme.dev:8443", must be https:// and the name of a host, without port, query or slash at the end',
    at: [5, 72],
  },
  {
    title: 'an environment of GitHub in a deployer of GitLab',
    yaml: deployers('{ web: { gitlab: { project: acme/web }, environments: { dev: { environment: prod } } } }'),
    message: 'deployers.web.environments has environment for dev, which this provider does not have',
    at: [5, 66],
  },
  {
    title: 'a repository of Bitbucket without environment',
    yaml: bitbucket(''),
    message: 'deployers.web.bitbucket does not say what may apply in dev',
    at: [5, 32],
  },
  {
    title: 'a repository of Bitbucket by its name',
    yaml: bitbucket(', environmentId: prod'),
    message: 'deployers.web.bitbucket.environmentId is "prod", must be a UUID between quotes',
    at: [5, 173],
  },
]

import {notesOf, notesOfGroup} from '../access/notes.js'
import {APP_PATH} from '../access/team/names.js'
import {groupsWithRole, rulesIn} from './desired/access.js'
import type {Environment, Manifest} from './manifest.js'

/** What AWS takes and users may trip over. */
export interface ManifestWarning {
  readonly code: string
  readonly message: string
}

/** What a plan says before it is done: settings that AWS takes, and that do not do what people expect. Pure. */
export const warningsOf = (manifest: Manifest): readonly ManifestWarning[] => {
  const all = [...manifest.environments.values()].flatMap((environment) => [
    ...openBeyondConditions(manifest, environment),
    ...machinesWithoutDomain(environment),
    ...textsWithoutMethod(environment),
    ...passkeysWithoutSite(environment),
  ])
  const ofAll = [...all, ...subjectsByName(manifest), ...openToDevelopers(manifest)]
  return [...new Map(ofAll.map((warning) => [warning.message, warning])).values()]
}

/** GitHub docs, "OpenID Connect reference", immutable subject claims: repositories made, renamed or transferred after 2026-07-15. */
const subjectsByName = ({deployers}: Manifest): readonly ManifestWarning[] =>
  [...deployers].flatMap(([name, {github}]) =>
    !github || github.hasIds
      ? []
      : [
          {
            code: 'SUBJECT_WITHOUT_IDS',
            message: `deployers.${name} lets ${github.repository} in by its name alone: if GitHub sends ids in its tokens, as for repositories made or renamed after 15 July 2026, add ownerId and repositoryId`,
          },
        ],
  )

/** Developers make roles and policies under /app/, and their boundary alone limits these. */
const openToDevelopers = ({roles}: Manifest): readonly ManifestWarning[] =>
  [...roles].flatMap(([name, {boundary, managedPolicies}]) => {
    if (boundary === 'developer') return []
    const own = [...managedPolicies, boundary].filter((policy) => policy.includes(`:policy${APP_PATH}`))
    return [
      ...own.map((policy) => ({
        code: 'POLICY_OF_DEVELOPERS',
        message: `roles.${name} has ${policy}: developers can rewrite policies under ${APP_PATH}, and so what this role may do`,
      })),
      ...(name === 'developer' && boundary === 'none'
        ? [
            {
              code: 'DEVELOPERS_WITHOUT_BOUNDARY',
              message: `roles.developer.boundary is none: developers can make roles under ${APP_PATH} that may do anything, and so become administrators`,
            },
          ]
        : []),
    ]
  })

/** What access rules cannot do, whatever policies they become. */
function openBeyondConditions(manifest: Manifest, environment: Environment): readonly ManifestWarning[] {
  const groups = groupsWithRole(manifest.access, environment)
  const everybody = ['authenticated', 'guests', ...groups.map((group) => ({group}))] as const
  return [
    ...everybody.flatMap((who) => notesOf(rulesIn(manifest, environment, who))),
    ...groups.flatMap((group) => notesOfGroup(manifest.access, group, groups)),
  ]
}

/** The token endpoint is on the domain; GetClientToken (since July 2026) needs none. */
const machinesWithoutDomain = ({auth}: Environment): readonly ManifestWarning[] =>
  auth.domain !== undefined
    ? []
    : [...auth.clients]
        .filter(([, {type}]) => type === 'machine')
        .map(([name]) => ({
          code: 'NO_TOKEN_ENDPOINT',
          message: `the machine client ${name} has no token endpoint, because auth.domain is missing: only GetClientToken gives it tokens`,
        }))

/**
 * Source: Cognito developer guide, "SMS and email message MFA": once SMS is configured it cannot be left out of the
 * factors; other pages say it can.
 */
const textsWithoutMethod = ({auth: {sms, mfa, mfaMethods}}: Environment): readonly ManifestWarning[] =>
  sms && mfa !== 'off' && mfaMethods && !mfaMethods.includes('sms')
    ? [
        {
          code: 'SMS_STAYS',
          message:
            'auth.sms is set and mfa.methods leaves sms out: AWS may keep text messages as a second factor all the same',
        },
      ]
    : []

/** A new pool is refused so; one that was imported may be. */
const passkeysWithoutSite = ({auth: {passkeys, relyingParty, domain}}: Environment): readonly ManifestWarning[] =>
  passkeys && relyingParty === undefined && domain === undefined
    ? [
        {
          code: 'PASSKEYS_WITHOUT_SITE',
          message: 'users cannot register passkeys: the user pool has neither passkeys.relyingParty nor a domain',
        },
      ]
    : []

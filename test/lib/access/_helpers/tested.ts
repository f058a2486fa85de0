import {stringify} from 'yaml'
import {readPolicy} from '../../../../src/lib/access/evaluate/policy.js'
import type {TestedRole} from '../../../../src/lib/access/matrix/matrix.js'
import type {Who} from '../../../../src/lib/access/rules.js'
import {groupsWithRole, rulesIn, tagsOf} from '../../../../src/lib/manifest/desired/access.js'
import type {Environment, Manifest} from '../../../../src/lib/manifest/manifest.js'
import {parseManifest} from '../../../../src/lib/manifest/parse.js'
import {manifest} from '../../manifest/samples.js'
import {compileIn} from './cases.js'

/** Sections of awsup.yaml. */
export interface Sections {
  readonly access: object
  readonly auth?: object
}

export const GROUND = {region: 'eu-west-1', account: '012345678901'}

const flow = {collectionStyle: 'flow', lineWidth: 0} as const

export const parsedOf = ({access, auth}: Sections): Manifest =>
  parseManifest(manifest({access: stringify(access, flow), ...(auth && {auth: stringify(auth, flow)})}))

/** A role of dev with the policies that its rules compile to, or the one that is given. */
export function testedRole(parsed: Manifest, who: Who, policy: unknown = compileIn(parsed, who)): TestedRole {
  const dev = parsed.environments.get('dev') as Environment
  return {
    role: typeof who === 'object' ? `group:${who.group}` : who,
    signedIn: who !== 'guests',
    rules: rulesIn(parsed, dev, who),
    policies: policy === undefined ? [] : [readPolicy(policy, 'access')],
    tags: tagsOf(parsed, dev).claims,
  }
}

/** All roles that identities of dev can get, with the policies that their rules compile to. */
export function testedRoles(parsed: Manifest): readonly TestedRole[] {
  const dev = parsed.environments.get('dev') as Environment
  const groups = groupsWithRole(parsed.access, dev).map((group) => ({group}))
  const everybody = ['authenticated' as const, ...(dev.auth.guests ? ['guests' as const] : []), ...groups]
  return everybody.map((who) => testedRole(parsed, who))
}

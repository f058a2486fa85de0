import type {PolicyDocument, PolicyRequest, Statement} from './document.js'
import {findApplied} from './statement.js'

/** Everything that has a say, by layer. */
export interface PolicyLayers {
  /** What is attached at each level from the root to the account; no levels: the account is not restricted. */
  readonly scps: readonly (readonly PolicyDocument[])[]
  /** Absent: none is set. An empty list allows nothing (a boundary that is gone). */
  readonly boundary?: readonly PolicyDocument[] | undefined
  /** Absent: the session is not narrowed. */
  readonly session?: readonly PolicyDocument[] | undefined
  readonly identity: readonly PolicyDocument[]
  /** A policy on the thing itself, such as a role's trust policy, which must then allow as well. */
  readonly resource?: {readonly document: PolicyDocument; readonly sameAccount: boolean} | undefined
}

export type Layer = 'scp' | 'boundary' | 'session' | 'identity' | 'resource'

export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** The layer that decided. */
  readonly layer: Layer
  /** The statement that denied or allowed. */
  readonly by?: Statement | undefined
}

/**
 * Whether a request is allowed: a Deny anywhere wins, then every layer that exists must allow it.
 *
 * Source: IAM User Guide, policy evaluation logic. Within one account, a resource policy that names the user or session
 * itself suffices; one that names the role is still narrowed by boundary and session policies; one that names the
 * account hands the question to identity policies. Across accounts both sides must allow.
 */
export function evaluate(layers: PolicyLayers, request: PolicyRequest): Decision {
  const denied = findDeny(layers, request)
  if (denied !== undefined) return denied
  if (!layers.scps.every((level) => findAllow(level, request) !== undefined))
    return {decision: 'implicitDeny', layer: 'scp'}

  const {resource, boundary, session} = layers
  const granted = resource && findApplied(resource.document, 'Allow', request)
  if (granted?.length === 0) return {decision: 'implicitDeny', layer: 'resource'}
  const self = resource?.sameAccount && granted?.find(({naming}) => naming === 'self')
  if (self) return {decision: 'allowed', layer: 'resource', by: self.statement}

  if (boundary && !findAllow(boundary, request)) return {decision: 'implicitDeny', layer: 'boundary'}
  if (session && !findAllow(session, request)) return {decision: 'implicitDeny', layer: 'session'}
  const role = resource?.sameAccount && granted?.find(({naming}) => naming === 'role')
  if (role) return {decision: 'allowed', layer: 'resource', by: role.statement}

  const by = findAllow(layers.identity, request)
  return by ? {decision: 'allowed', layer: 'identity', by} : {decision: 'implicitDeny', layer: 'identity'}
}

const findAllow = (documents: readonly PolicyDocument[], request: PolicyRequest): Statement | undefined =>
  documents.flatMap((document) => findApplied(document, 'Allow', request))[0]?.statement

function findDeny(
  {scps, boundary, session, identity, resource}: PolicyLayers,
  request: PolicyRequest,
): Decision | undefined {
  const layers: readonly (readonly [Layer, readonly PolicyDocument[]])[] = [
    ['scp', scps.flat()],
    ['resource', resource ? [resource.document] : []],
    ['identity', identity],
    ['boundary', boundary ?? []],
    ['session', session ?? []],
  ]
  for (const [layer, documents] of layers) {
    const by = documents.flatMap((document) => findApplied(document, 'Deny', request))[0]?.statement
    if (by) return {decision: 'explicitDeny', layer, by}
  }
  return undefined
}

import {readPolicy, type Policy} from '../../access/evaluate/policy.js'
import {resolve} from '../../engine/graph/references.js'
import {makeDesired} from '../../manifest/desired/desired.js'
import type {Project} from '../../project/project.js'
import type {Fields, Node, Ref} from '../../base/resource.js'
import {groundOf} from '../../project/ground.js'
import {rolesOf, type MeantRole} from './meant.js'

/** A role with the documents that `apply` would give it. */
export interface CompiledRole extends MeantRole {
  /** The role's name in IAM. */
  readonly name: string
  readonly documents: readonly CompiledDocument[]
}

export interface CompiledDocument {
  readonly name: string
  /** Counts towards the role's 10,240 characters (inline), or has 6,144 of its own (managed). */
  readonly kind: 'inline' | 'managed'
  readonly document: unknown
}

/** The identity pool's roles of an environment with the policies that `apply` would give them. Needs no network. */
export function compileRoles(project: Project, environment: string): readonly CompiledRole[] {
  const nodes = makeDesired(project.manifest).filter((node) => node.environment === environment)
  const {account} = groundOf(project, environment)
  // Of other nodes only the address is known before they are made, and no decision depends on more.
  const lookup = ({$ref}: Ref): string => ($ref === `${environment}.account` ? account : $ref)
  return rolesOf(project, environment).flatMap((meant) => {
    const node = nodes.find(({kind, address}) => kind === 'role' && address === meant.address)
    if (!node) return []
    const {name, inlinePolicies, managedPolicies} = fieldsOf(node.desired)
    const inline = Object.entries(fieldsOf(inlinePolicies)).map(([policy, document]) => ({
      name: policy,
      kind: 'inline' as const,
      document: resolve(document, lookup),
    }))
    const managed = (Array.isArray(managedPolicies) ? managedPolicies : []).flatMap((policy: unknown) =>
      managedDocument(policy, nodes).map((one) => ({...one, document: resolve(one.document, lookup)})),
    )
    return [{...meant, name: typeof name === 'string' ? name : '', documents: [...inline, ...managed]}]
  })
}

/** The documents as the evaluator reads them. */
export const policiesOf = ({documents}: Pick<CompiledRole, 'documents'>): readonly Policy[] =>
  documents.map(({document, name}) => readPolicy(document, name))

function managedDocument(policy: unknown, nodes: readonly Node[]): readonly CompiledDocument[] {
  const address = fieldsOf(policy)['$ref']
  const node = nodes.find((one) => one.address === address)
  if (!node) return []
  const {name, document} = fieldsOf(node.desired)
  return [{name: typeof name === 'string' ? name : node.address, kind: 'managed', document}]
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? {...value} : {})

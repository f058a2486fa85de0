import {movesOf} from '../../engine/plan/elsewhere.js'
import {freshOf, leftOut, wordsFor} from '../../engine/plan/left-out.js'
import type {Project} from '../../project/project.js'
import {environmentOf} from '../../records/places.js'
import type {Recorded} from '../../records/records.js'
import type {Node} from '../../base/resource.js'

/** Something on record that holds users or accounts and that awsup.yaml, as it is now, would leave behind. */
export interface Misplaced {
  readonly address: string
  readonly kind: string
  readonly id: string
  readonly problem: string
  readonly hint: string
}

const HOLDS_USERS: readonly string[] = ['user-pool', 'identity-pool']
const LASTING: readonly string[] = [...HOLDS_USERS, 'account', 'existing-account']

interface OnRecord {
  readonly nodes: readonly Node[]
  readonly recorded: readonly Recorded[]
  /** Addresses of creates that were begun. */
  readonly begun: readonly string[]
}

/** What every plan would refuse, as far as records alone can tell. Pure. */
export function findMisplaced({manifest}: Project, {nodes, recorded, begun}: OnRecord): readonly Misplaced[] {
  const records = new Map(recorded.map((one) => [one.address, one]))
  const moved = nodes.flatMap((node) => {
    const one = records.get(node.address)
    return one && LASTING.includes(node.kind) ? movedFrom(node, one, records) : []
  })
  const [fresh] = freshOf(nodes, [...records.keys(), ...begun])
  const renamed = fresh === undefined ? [] : leftOut(nodes, recorded, (kind) => HOLDS_USERS.includes(kind))
  return [
    ...renamedProject(manifest.project, records.get('unit')),
    ...moved,
    ...renamed.map((one) => {
      const {reason, hint} = wordsFor(environmentOf(one.address) ?? '', fresh ?? '')
      return {...idsOf(one), problem: reason, hint}
    }),
  ]
}

const idsOf = ({address, kind, id}: Recorded): Pick<Misplaced, 'address' | 'kind' | 'id'> => ({address, kind, id})

function movedFrom(node: Node, one: Recorded, records: ReadonlyMap<string, Recorded>): readonly Misplaced[] {
  const account = node.account === 'management' ? node.account : (records.get(node.account.$ref)?.id ?? one.accountId)
  return movesOf(node, one, {account, management: undefined}).map(({field, from, to, hint = ''}) => ({
    ...idsOf(one),
    problem: `its ${field} is ${String(from)}, and awsup.yaml says ${String(to)}`,
    hint,
  }))
}

/** The project's organizational unit is called as the project is. */
function renamedProject(project: string, unit: Recorded | undefined): readonly Misplaced[] {
  const name = unit?.key['name']
  if (!unit || typeof name !== 'string' || name === project) return []
  const problem = `its project is ${name}, and awsup.yaml says ${project}`
  return [{...idsOf(unit), problem, hint: `A project cannot be renamed: put project: ${name} back in awsup.yaml.`}]
}

import {runMatrix, wrongCells, type Cell} from '../../access/matrix/matrix.js'
import {notAccepted} from '../../access/openings/opening.js'
import {AwsRefusedError} from '../../base/errors.js'
import type {Project} from '../../project/project.js'
import {GLOBAL_REGION} from '../../base/regions.js'
import type {Session} from '../../project/session.js'
import {requireIds} from '../environments/environments.js'
import {notesFor} from './openings/rule-notes.js'
import type {MeantRole} from './meant.js'
import {withNothing} from './nothing.js'
import {findRuleOpenings} from './openings/rule-openings.js'
import {compileRoles, policiesOf} from './compiled.js'
import {groundOf} from '../../project/ground.js'
import {isGrave} from './findings.js'
import type {AccessTest} from './test-result.js'

/** Tries the rules' meaning on the policies that they compile to. Needs no network. */
export function testCompiledAccess(project: Project, environment: string): AccessTest {
  const roles = compileRoles(project, environment).map((role) => ({...role, policies: policiesOf(role)}))
  const cells = runMatrix(roles, groundOf(project, environment))
  return withNothing({policies: 'compiled', ...summed({project, environment, roles, cells})}, project)
}

/**
 * Asks AWS's own evaluator for the rules' meaning on the policies that they compile to, and Access Analyzer what it
 * thinks of them: both as whoever runs awsup, in the management account. Changes nothing.
 */
export async function testSimulatedAccess({project, door, engine}: Session, environment: string): Promise<AccessTest> {
  const [{simulateRoles}, {validateRoles}] = await Promise.all([import('./simulated.js'), import('./validated.js')])
  const roles = compileRoles(project, environment)
  const ground = groundOf(project, environment)
  const [{iam}, analyzer] = await Promise.all([door.management(GLOBAL_REGION), door.analyzer(GLOBAL_REGION)])
  const cells = await simulateRoles(roles, {iam, ground, signal: engine.signal})
  const {findings, note} = await validateRoles(roles, analyzer)
  const {notes, ...sum} = summed({project, environment, roles, cells})
  const test = {
    policies: 'simulated' as const,
    ...sum,
    findings,
    notes: [...notes, ...(note === undefined ? [] : [note])],
  }
  return withNothing(test, project)
}

/**
 * Tries the rules' meaning on the policies that the roles have now, whoever gave them, and who may take the roles.
 * Changes nothing.
 */
export async function testDeployedAccess(session: Session, environment: string): Promise<AccessTest> {
  const [{readDeployedRoles}, {findOpenings}] = await Promise.all([
    import('./deployed.js'),
    import('./openings/openings.js'),
  ])
  const roles = await readDeployedRoles(session, environment)
  const {project} = session
  const found = await findOpenings(session, requireIds(project, environment), {all: true})
  const cells = [...runMatrix(roles, groundOf(project, environment)), ...roles.flatMap(({trust}) => trust)]
  const {openings, ...sum} = summed({project, environment, roles, cells})
  return withNothing({policies: 'deployed', ...sum, openings: [...openings, ...found]}, project)
}

/**
 * Throws AwsRefusedError where the policies are not what the rules mean: `ISOLATION_FAILED` when anything can be
 * reached that should not be, else `ACCESS_MISSING`. The cells are its details.
 */
export function requireIsolation(tests: readonly AccessTest[]): void {
  const [exposed, missing] = [tests.flatMap((test) => test.exposed), tests.flatMap((test) => test.missing)]
  const details = {tests: tests.filter((test) => test.exposed.length + test.missing.length > 0)}
  const deployed = tests.find(({policies}) => policies === 'deployed' || policies === 'live')
  const hint = deployed
    ? `Make the roles what awsup.yaml says: awsup apply --env ${deployed.environment}`
    : 'The rules compile to something that they do not mean: this is a bug in awsup, please report it with your rules.'
  if (exposed.length > 0) {
    throw new AwsRefusedError(`isolation fails: ${count(exposed)} can be made that no access rule means`, {
      code: 'ISOLATION_FAILED',
      hint,
      details,
    })
  }
  if (missing.length > 0) {
    throw new AwsRefusedError(`${count(missing)} that the access rules mean would be refused`, {
      code: 'ACCESS_MISSING',
      hint,
      details,
    })
  }
  requireNoFindings(tests)
}

/** Whether a test that nothing contradicts is a pass all the same. */
export const isPassed = (tests: readonly AccessTest[]): boolean =>
  tests.every(({openings = [], nothing}) => notAccepted(openings).length === 0 && nothing === undefined)

function requireNoFindings(tests: readonly AccessTest[]): void {
  const grave = tests.flatMap(({findings = []}) => findings).filter(isGrave)
  const [first] = grave
  if (!first) return
  throw new AwsRefusedError(`Access Analyzer finds ${grave.length} in the policies: ${first.code} in ${first.policy}`, {
    code: 'POLICY_FINDINGS',
    hint: `${first.text} ${first.more}`,
    details: {findings: grave},
  })
}

const count = (cells: readonly Cell[]): string => (cells.length === 1 ? '1 request' : `${cells.length} requests`)

/** What came of the cells, and what is to be known of the rules beside. */
function summed({project, environment, roles, cells}: Tried) {
  const notes = new Set(roles.flatMap((role) => notesFor(project, environment, role)).map(({message}) => message))
  return {
    environment,
    roles: roles.map(({role}) => ({role, requests: cells.filter((cell) => cell.role === role).length})),
    ...wrongCells(cells),
    openings: findRuleOpenings(project, environment),
    notes: [...notes],
  }
}

interface Tried {
  readonly project: Project
  readonly environment: string
  readonly roles: readonly Pick<MeantRole, 'role' | 'group' | 'rules'>[]
  readonly cells: readonly Cell[]
}

import {runMatrix, wrongCells, type Cell, type TestedRole} from '../../access/matrix/matrix.js'
import {AwsRefusedError} from '../../errors.js'
import type {Project} from '../../project.js'
import type {Session} from '../../session.js'
import {compileRoles, groundOf, policiesOf} from './compiled.js'

/** What a matrix came to in one environment. */
export interface AccessTest {
  readonly environment: string
  /** The policies that `apply` would give, those that the roles have on AWS, or what AWS did when it was asked. */
  readonly policies: 'compiled' | 'deployed' | 'live'
  readonly roles: readonly {readonly role: string; readonly requests: number}[]
  /** Reachable, and should not be. */
  readonly exposed: readonly Cell[]
  /** Not reachable, and should be. */
  readonly missing: readonly Cell[]
  /** What could not be tried, and why. */
  readonly notes?: readonly string[]
}

/** Tries the rules' meaning on the policies that they compile to. Needs no network. */
export function testCompiledAccess(project: Project, environment: string): AccessTest {
  const roles = compileRoles(project, environment).map((role) => ({...role, policies: policiesOf(role)}))
  return summed(roles, {project, environment, policies: 'compiled'})
}

/** Tries the rules' meaning on the policies that the roles have now, whoever gave them. Changes nothing. */
export async function testDeployedAccess(session: Session, environment: string): Promise<AccessTest> {
  const {readDeployedRoles} = await import('./deployed.js')
  const roles = await readDeployedRoles(session, environment)
  return summed(roles, {project: session.project, environment, policies: 'deployed'})
}

/**
 * Throws AwsRefusedError where the policies are not what the rules mean: `ISOLATION_FAILED` when anything can be
 * reached that should not be, else `ACCESS_MISSING`. The cells are its details.
 */
export function requireIsolation(tests: readonly AccessTest[]): void {
  const [exposed, missing] = [tests.flatMap((test) => test.exposed), tests.flatMap((test) => test.missing)]
  const details = {tests: tests.filter((test) => test.exposed.length + test.missing.length > 0)}
  const deployed = tests.find(({policies}) => policies !== 'compiled')
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
}

const count = (cells: readonly Cell[]): string => (cells.length === 1 ? '1 request' : `${cells.length} requests`)

function summed(
  roles: readonly TestedRole[],
  {project, environment, policies}: {readonly project: Project} & Pick<AccessTest, 'environment' | 'policies'>,
): AccessTest {
  const cells = runMatrix(roles, groundOf(project, environment))
  return {
    environment,
    policies,
    roles: roles.map(({role}) => ({role, requests: cells.filter((cell) => cell.role === role).length})),
    ...wrongCells(cells),
  }
}

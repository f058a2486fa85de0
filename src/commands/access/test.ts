import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  loadProject,
  openSession,
  requireEnvironments,
  requireIds,
  requireIsolation,
  testCompiledAccess,
  testDeployedAccess,
  type AccessTest as Tested,
  type Project,
} from '../../lib/index.js'
import {renderAccessTest} from '../../ui/access.js'

export default class AccessTest extends AwsupCommand<Results['access test']> {
  static override summary = 'Try who can reach what, and fail (exit 4) where it is not what the access rules mean.'
  static override description =
    'Tries a matrix of requests (own data, another’s, both at once, no key, other tables and buckets) on the policies that the rules compile to, which needs no network; with --deployed on the policies that the roles have now, whoever gave them.'
  static override examples = ['<%= config.bin %> access test', '<%= config.bin %> access test --deployed --env dev']
  static override flags = {
    env: Flags.string({summary: 'Environment (repeatable); by default all.', multiple: true}),
    deployed: Flags.boolean({summary: 'Test the policies of the roles as they are on AWS.'}),
  }

  async run(): Promise<Results['access test']> {
    const {flags} = await this.parse(AccessTest)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const environments = requireEnvironments(project, flags.env)
    const tests = flags.deployed
      ? await this.testDeployed(project, environments)
      : await Promise.all(environments.map((environment) => testCompiledAccess(project, environment)))
    for (const test of tests) this.print(renderAccessTest(test, this.ink))
    await requireIsolation(tests)
    return {tests}
  }

  private async testDeployed(project: Project, environments: readonly string[]): Promise<readonly Tested[]> {
    for (const environment of environments) requireIds(project, environment)
    const session = await openSession(project, this.connection)
    return Promise.all(environments.map((environment) => testDeployedAccess(session, environment)))
  }
}

import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  openSession,
  isPassed,
  requireEnvironments,
  requireIds,
  requireIsolation,
  testCompiledAccess,
  testDeployedAccess,
  testSimulatedAccess,
  testLiveAccess,
  UsageError,
  type AccessTest as Tested,
  type Project,
} from '../../lib/index.js'
import {renderAccessTest} from '../../ui/access/text.js'

/** Something was found that opens more than awsup.yaml means. */
const FOUND = 10

export default class AccessTest extends AwsupCommand<Results['access test']> {
  static override summary = `Try who can reach what, and fail (exit 4, or ${FOUND}) where it is not what the access rules mean.`
  static override description =
    'Tries a matrix of requests (own data, another’s, both at once, no key, other tables and buckets) on the policies that the rules compile to, which needs no network; with --deployed on the policies that the roles have now, also those set by hand, and on everything in the pools that awsup.yaml does not know and that could open more. With --aws the same requests are put to IAM’s SimulateCustomPolicy, and Access Analyzer looks at each policy. With --live users are made, two and one for each group that has a role, sign in, and send the requests for real, to the tables and buckets of the rules and for a throw-away name; all of it is taken away again.'
  static override examples = ['<%= config.bin %> access test', '<%= config.bin %> access test --deployed --env dev']
  static override flags = {
    env: Flags.string({summary: 'Environment (repeatable); by default all.', multiple: true}),
    deployed: Flags.boolean({summary: 'Test the policies of the roles as they are on AWS.'}),
    aws: Flags.boolean({
      summary: 'Ask AWS’s own policy simulator, and Access Analyzer for what it finds in the policies.',
      exclusive: ['deployed', 'live'],
    }),
    live: Flags.boolean({
      summary: 'Send requests as users who are made for it.',
      dependsOn: ['env'],
      exclusive: ['deployed'],
    }),
    yes: Flags.boolean({summary: 'Make users in a protected environment, too.', dependsOn: ['live']}),
  }

  private isLive = false

  async run(): Promise<Results['access test']> {
    const {flags} = await this.parse(AccessTest)
    this.isLive = flags.live
    const project = await this.openProject()
    const environments = requireEnvironments(project, flags.env)
    if (flags.live && !flags.yes) requireHarmless(project, environments)
    const tests = flags.live
      ? await this.testLive(project, environments)
      : flags.deployed || flags.aws
        ? await this.testBySession(project, environments, flags)
        : await Promise.all(environments.map((environment) => testCompiledAccess(project, environment)))
    for (const test of tests) this.print(renderAccessTest(test, this.ink))
    await requireIsolation(tests)
    if (!(await isPassed(tests))) this.exitCode = FOUND
    return {tests}
  }

  protected override farewell(): string {
    return this.isLive
      ? 'stopping: what the test made is taken away first, for at most half a minute (Ctrl-C again quits at once)'
      : super.farewell()
  }

  /** One after the other: each makes users, and takes them away again. */
  private async testLive(project: Project, environments: readonly string[]): Promise<readonly Tested[]> {
    for (const environment of environments) requireIds(project, environment)
    const tests: Tested[] = []
    for (const environment of environments) tests.push(await testLiveAccess(project, environment, this.connection))
    return tests
  }

  private async testBySession(
    project: Project,
    environments: readonly string[],
    {aws}: {readonly aws: boolean},
  ): Promise<readonly Tested[]> {
    if (!aws) for (const environment of environments) requireIds(project, environment)
    const session = await openSession(project, this.connection)
    // The simulator is asked for one environment after the other: IAM refuses who asks too fast.
    if (!aws) return Promise.all(environments.map((environment) => testDeployedAccess(session, environment)))
    const tests: Tested[] = []
    for (const environment of environments) tests.push(await testSimulatedAccess(session, environment))
    return tests
  }
}

function requireHarmless({manifest}: Project, environments: readonly string[]): void {
  const guarded = environments.find((name) => manifest.environments.get(name)?.protected)
  if (guarded === undefined) return
  throw new UsageError(`${guarded} is protected, and --live makes users in it`, {
    code: 'PROTECTED',
    hint: `They are deleted afterwards. To make them all the same: awsup access test --live --env ${guarded} --yes`,
    details: {environment: guarded, flag: '--yes'},
  })
}

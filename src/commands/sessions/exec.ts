import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import {readWish, SESSION_FLAGS} from '../../cli/flags/session-flags.js'
import type {Results} from '../../cli/results.js'
import {actIn, runWith, serveSandbox, UsageError} from '../../lib/index.js'
import {renderTarget} from '../../ui/plan/look.js'
import {openInk} from '../../ui/text/ink.js'

export default class Exec extends AwsupCommand<Results['exec']> {
  static override summary = 'Run a command with an environment’s short-lived credentials; ends with its exit code.'
  static override description =
    'The child gets AWS_ACCESS_KEY_ID and the rest in its environment, and no other AWS credentials of this shell. AWSUP_ENV, AWSUP_ACCOUNT, AWSUP_ROLE and AWSUP_PROTECTED say whose they are. In the sandbox, AWS_ENDPOINT_URL points it there for as long as it runs. Signals that awsup gets are passed on, and the child does not outlive awsup. As in a shell, the exit code is 127 where there is no such command, 126 where it cannot be run, 128 and the number of the signal where the child was killed. With --json, what the child writes to stdout goes to stderr.'
  static override examples = [
    '<%= config.bin %> exec dev -- aws s3 ls',
    '<%= config.bin %> exec prod -- npm run migrate',
  ]
  static override args = {environment: Args.string({description: 'Name in awsup.yaml.', required: true})}
  static override flags = SESSION_FLAGS
  static override strict = false

  async run(): Promise<Results['exec']> {
    const {args, argv, flags} = await this.parse(Exec)
    const child = argv.slice(1).map(String)
    if (child.length === 0) {
      throw new UsageError('there is no command to run', {hint: `awsup exec ${args.environment} -- aws s3 ls`})
    }
    const project = await this.openProject()
    const acting = await actIn(project, args.environment, {...this.connection, wish: readWish(flags)})
    const {as, accountId} = acting.credentials
    if (!flags.json && (as.user !== undefined || (acting.protected && process.stderr.isTTY))) {
      const ink = await openInk(process.stderr)
      const role = as.user === undefined ? '' : ` as ${as.role}`
      this.tell(`awsup: in ${renderTarget(args.environment, acting.protected, ink)}${role}, account ${accountId}`)
    }
    const served = project.target === 'sandbox' ? await serveSandbox(project.root, 0) : undefined
    try {
      this.exitCode = await runWith({
        argv: child,
        acting,
        endpoint: served?.endpoint,
        stdout: flags.json ? 'stderr' : 'stdout',
        handOver: () => this.leaveSignals(),
      })
    } finally {
      await served?.close()
    }
    return {exitCode: this.exitCode}
  }
}

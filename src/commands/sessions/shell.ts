import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import {readWish, SESSION_FLAGS} from '../../cli/flags/session-flags.js'
import type {Results} from '../../cli/results.js'
import {
  actIn,
  currentEnvironment,
  findShellSession,
  openShell,
  serveSandbox,
  showEnvironment,
  UsageError,
} from '../../lib/index.js'
import {renderActing, renderEnd} from '../../ui/session/acting.js'
import {openInk} from '../../ui/text/ink.js'

export default class Shell extends AwsupCommand<Results['shell']> {
  static override summary = 'Start your shell with an environment’s short-lived credentials; exit leads back.'
  static override description =
    'The shell is SHELL, on Windows PowerShell or cmd. It gets the credentials as exec gives them, and AWSUP_ENV, AWSUP_ACCOUNT, AWSUP_ROLE and AWSUP_PROTECTED. In bash, zsh, fish, sh, PowerShell and cmd the prompt begins with the project and the environment; your own files (~/.bashrc and the like) are read and not changed. What they set of other AWS credentials does not count in this shell. The command ends with the shell’s exit code. To run one command, or without a terminal, use exec.'
  static override examples = ['<%= config.bin %> shell', '<%= config.bin %> shell prod']
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml; by default the one that is switched on.'}),
  }

  static override flags = SESSION_FLAGS

  async run(): Promise<Results['shell']> {
    const {args, flags} = await this.parse(Shell)
    const project = await this.openProject()
    const environment = args.environment ?? currentEnvironment(project).name
    showEnvironment(project, environment)
    const shown = flags.json ? process.stderr : process.stdout
    if (!process.stdin.isTTY || !shown.isTTY) {
      throw new UsageError('a shell needs a terminal, and there is none', {
        hint: `Run one command: awsup exec ${environment} -- aws s3 ls`,
      })
    }
    const outer = findShellSession()
    const acting = await actIn(project, environment, {...this.connection, wish: readWish(flags)})
    const ink = await openInk(process.stderr)
    const ends = renderEnd(acting.credentials.expiration)
    const where = renderActing({...acting, accountId: acting.credentials.accountId}, ink)
    this.tell(`awsup: a shell in ${where}, until ${ends}. Leave it with exit.`)
    if (outer) this.tell(`awsup: it is inside the shell of ${outer.environment}; exit leads back to that one.`)
    const served = project.target === 'sandbox' ? await serveSandbox(project.root, 0) : undefined
    try {
      this.exitCode = await openShell({
        acting,
        endpoint: served?.endpoint,
        stdout: flags.json ? 'stderr' : 'stdout',
        handOver: () => this.leaveSignals(),
        starting: ({file, isMarked}) => {
          if (!isMarked) this.tell(`awsup: the prompt of ${file} is not marked; AWSUP_ENV says where you are.`)
        },
      })
    } finally {
      await served?.close()
    }
    return {exitCode: this.exitCode}
  }
}

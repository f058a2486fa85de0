import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {readWish, SESSION_FLAGS} from '../../cli/flags/session-flags.js'
import type {Results} from '../../cli/results.js'
import {currentEnvironment, openConsole} from '../../lib/index.js'
import {renderActing, renderEnd} from '../../ui/session/acting.js'
import {openInBrowser} from '../../ui/session/browser.js'
import {openInk} from '../../ui/text/ink.js'

export default class Console extends AwsupCommand<Results['console']> {
  static override summary = 'Sign in to the AWS console of an environment, without a password.'
  static override description =
    'Takes the environment’s role, makes a sign-in link of its session, and opens it in the browser. Without a terminal or a browser it prints the link. The link is a credential: for 15 minutes, anyone who has it can sign in. awsup writes it nowhere; with --print it is all that goes to stdout, with --json it is url in the result, so keep that out of logs. The console session ends with the credentials. In the sandbox the link leads to awsup sandbox serve, which has to run and shows who is signed in.'
  static override examples = [
    '<%= config.bin %> console',
    '<%= config.bin %> console prod --service dynamodb',
    '<%= config.bin %> console dev --print',
  ]
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml; by default the one that is switched on.'}),
  }
  static override flags = {
    ...SESSION_FLAGS,
    service: Flags.string({
      char: 's',
      summary: 'Service whose page opens, for example s3, lambda, cognito; by default the console’s home.',
    }),
    print: Flags.boolean({summary: 'Print the link and open nothing.'}),
    logout: Flags.boolean({
      summary: 'Sign out first, where the browser is signed in to another account.',
    }),
    port: Flags.integer({
      summary: 'In the sandbox: port of awsup sandbox serve; 4566 by default.',
      min: 1,
      max: 65_535,
    }),
  }

  async run(): Promise<Results['console']> {
    const {args, flags} = await this.parse(Console)
    const project = await this.openProject()
    const environment = args.environment ?? currentEnvironment(project).name
    const {service, logout, port} = flags
    const link = await openConsole(project, environment, {
      ...this.connection,
      wish: readWish(flags),
      service,
      logout,
      port,
    })
    if (flags.json) return link
    const ink = await openInk(process.stderr)
    const ends = renderEnd(new Date(link.sessionEnds))
    this.tell(`awsup: signing in to ${renderActing(link, ink)}. The session ends at ${ends}.`)
    const shows = !flags.print && [process.stdout, process.stderr].every(({isTTY}) => isTTY)
    if (shows && (await openInBrowser(link.url))) {
      this.tell('awsup: opened in the browser.')
      return link
    }
    this.tell('awsup: anyone who has this link can sign in with it for 15 minutes.')
    this.printWhole(link.url)
    return link
  }
}

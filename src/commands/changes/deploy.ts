import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {deploySite, openSession, readBuild} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'
import {renderDeployed} from '../../ui/environments/deployed.js'

export default class Deploy extends AwsupCommand<Results['deploy']> {
  static override summary = 'Deploy a built site to an environment with Amplify Hosting, and wait until it is live.'
  static override description =
    'The environment’s own configuration is put into the site: what outputs in awsup.yaml writes below public/. Nothing else differs, so that one build serves all environments. A protected environment asks first.'
  static override examples = [
    '<%= config.bin %> deploy dev',
    '<%= config.bin %> deploy dev build',
    '<%= config.bin %> deploy prod --dry-run',
    '<%= config.bin %> deploy prod --yes --json',
  ]
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml.', required: true}),
    folder: Args.string({description: 'Folder that the build made; hosting.folder of awsup.yaml by default.'}),
  }
  static override flags = {
    yes: Flags.boolean({summary: 'Deploy to a protected environment without asking.'}),
    'stop-running': Flags.boolean({
      summary: 'Stop a deployment that is under way and that this machine did not begin.',
    }),
    'dry-run': Flags.boolean({summary: 'Change nothing; show what would be deployed.'}),
  }

  async run(): Promise<Results['deploy']> {
    const {args, flags} = await this.parse(Deploy)
    const {environment, folder} = args
    const project = await this.openProject()
    const preview = flags['dry-run']
    const request = {environment, folder, preview, stopRunning: flags['stop-running']}
    const site = await readBuild(project, request)
    const isProtected = project.manifest.environments.get(environment)?.protected === true
    if (isProtected && !preview && !flags.yes) await askToGoOn(this, `Deploy to ${environment} (protected)?`)
    const session = await openSession(project, this.connection)
    const deployed = await deploySite(session, site, request)
    this.print(renderDeployed(deployed, {ink: this.ink, target: project.target, isProtected}))
    return deployed
  }
}

import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSession, requireEnvironments, rollBack} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'
import {renderDeployed} from '../../ui/environments/deployed.js'

export default class DeploymentsRollback extends AwsupCommand<Results['deployments rollback']> {
  static override summary = 'Deploy the files of an earlier deployment again, with the configuration of now.'
  static override description =
    'AWS keeps no zip, so awsup keeps those of the last deployments on this machine: awsup deployments list shows which. Without --to it goes back to the newest that is older than what is live, and another build. A protected environment asks first.'
  static override examples = [
    '<%= config.bin %> deployments rollback dev',
    '<%= config.bin %> deployments rollback prod --to 12 --yes',
  ]
  static override args = {environment: Args.string({description: 'Name in awsup.yaml.', required: true})}
  static override flags = {
    to: Flags.string({summary: 'Number of the deployment to go back to.', helpValue: '<number>'}),
    yes: Flags.boolean({summary: 'Roll a protected environment back without asking.'}),
    'stop-running': Flags.boolean({
      summary: 'Stop a deployment that is under way and that this machine did not begin.',
    }),
    'dry-run': Flags.boolean({summary: 'Change nothing; show what would be deployed.'}),
  }

  async run(): Promise<Results['deployments rollback']> {
    const {args, flags} = await this.parse(DeploymentsRollback)
    const project = await this.openProject()
    const {environment} = args
    requireEnvironments(project, [environment])
    const isProtected = project.manifest.environments.get(environment)?.protected === true
    const preview = flags['dry-run']
    if (isProtected && !preview && !flags.yes) await askToGoOn(this, `Roll ${environment} (protected) back?`)
    const session = await openSession(project, this.connection)
    const request = {environment, to: flags.to, stopRunning: flags['stop-running'], preview}
    const rolled = await rollBack(session, request)
    this.print(renderDeployed(rolled, {ink: this.ink, target: project.target, isProtected}))
    return rolled
  }
}

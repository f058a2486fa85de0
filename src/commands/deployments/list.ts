import * as Args from '@oclif/core/args'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {listDeployments, openSession, pickEnvironment} from '../../lib/index.js'
import {renderDeployments} from '../../ui/environments/deployed.js'

export default class DeploymentsList extends AwsupCommand<Results['deployments list']> {
  static override summary =
    'List the deployments of an environment’s site: what is live, and what can be rolled back to.'
  static override description =
    'AWS keeps no zip: only what was deployed from this machine can be rolled back to. Also shows the DNS records that a domain of your own needs.'
  static override examples = [
    '<%= config.bin %> deployments list dev',
    '<%= config.bin %> deployments list prod --json',
  ]
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml; the one that is switched on by default.'}),
  }

  async run(): Promise<Results['deployments list']> {
    const {args} = await this.parse(DeploymentsList)
    const project = await this.openProject()
    const environment = pickEnvironment(project, args.environment)
    const session = await openSession(project, this.connection)
    const found = await listDeployments(session, environment)
    const isProtected = project.manifest.environments.get(environment)?.protected
    this.print(renderDeployments(found, {ink: this.ink, target: project.target, isProtected}))
    return found
  }
}

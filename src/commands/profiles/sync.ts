import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import {ownCommand} from '../../cli/start/own-command.js'
import type {Results} from '../../cli/results.js'
import {syncProfiles} from '../../lib/index.js'
import {renderSynced} from '../../ui/project/profiles.js'

export default class ProfilesSync extends AwsupCommand<Results['profiles sync']> {
  static override summary =
    'Write a profile of each environment into ~/.aws/config, for the AWS CLI, SDKs and Terraform.'
  static override description =
    'The profiles are called <project>-<environment> and stand in one marked block. They hold no secret: they ask awsup credentials. With signIn: identity-center there is one for each role, <project>-<environment>-<role>, and a sign-in for all of them: aws sso login --sso-session <project>. Every other byte of the file stays, and a copy is kept beside it. Never touches ~/.aws/credentials.'
  static override examples = [
    '<%= config.bin %> profiles sync',
    '<%= config.bin %> profiles sync --diff',
    '<%= config.bin %> profiles sync --profile founder --json',
  ]
  static override flags = {
    diff: Flags.boolean({summary: 'Show what would change; write nothing.'}),
    overwrite: Flags.boolean({summary: 'Go on although somebody changed the block.'}),
    remove: Flags.boolean({summary: 'Take the block away.'}),
  }

  async run(): Promise<Results['profiles sync']> {
    const {flags} = await this.parse(ProfilesSync)
    const project = await this.openProject()
    const source = this.profile ?? (process.env['AWS_PROFILE'] || process.env['AWS_DEFAULT_PROFILE'] || 'default')
    const {diff: dryRun, overwrite, remove} = flags
    const synced = await syncProfiles(project, {command: ownCommand(), source, dryRun, overwrite, remove})
    this.print(await renderSynced(synced, {dryRun, remove, project: project.manifest.project, ink: this.ink}))
    return synced
  }
}

import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {diagnose} from '../../lib/index.js'
import {renderDiagnosis} from '../../ui/environments/diagnosis.js'

/** Something was found. */
const FOUND = 10

export default class EnvDoctor extends AwsupCommand<Results['env doctor']> {
  static override summary = 'Find what is wrong with an environment: files, records, AWS, the shell; changes nothing.'
  static override description = `Compares the output files with the records and the records with AWS, looks for work that was left, for settings of the shell that lead clients elsewhere, and for IAM users with old or unused access keys or with a password and no MFA. Ends with exit code ${FOUND} when it finds something.`
  static override examples = ['<%= config.bin %> env doctor', '<%= config.bin %> env doctor prod --offline --json']
  static override args = {
    environment: Args.string({description: 'Name in awsup.yaml; by default the one that is switched on.'}),
  }
  static override flags = {
    offline: Flags.boolean({summary: 'Do not ask AWS.'}),
    'max-key-age': Flags.integer({
      summary: 'Days after which an access key is old, or not used for long.',
      default: 90,
      min: 1,
      max: 3650,
    }),
  }

  async run(): Promise<Results['env doctor']> {
    const {args, flags} = await this.parse(EnvDoctor)
    const project = await this.openProject()
    const {environment} = args
    const {offline, 'max-key-age': maxKeyAgeDays} = flags
    const asked = {environment, offline, variables: process.env, maxKeyAgeDays}
    const diagnosis = await diagnose(project, asked, this.connection)
    this.print(renderDiagnosis(diagnosis, this.ink))
    if (diagnosis.findings.length > 0) this.exitCode = FOUND
    return diagnosis
  }
}

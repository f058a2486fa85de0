import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSession, readDrift, requireEnvironments} from '../../lib/index.js'
import {renderDrift} from '../../ui/plan/drift.js'

/** `drift --check` found some. */
const DRIFTED = 10

export default class Drift extends AwsupCommand<Results['drift']> {
  static override summary = 'Show how what is on record differs on AWS from awsup.yaml; changes nothing.'
  static override examples = ['<%= config.bin %> drift', '<%= config.bin %> drift --env prod --check --json']
  static override flags = {
    env: Flags.string({summary: 'Only this environment (repeatable), with what it needs.', multiple: true}),
    check: Flags.boolean({summary: `End with exit code ${DRIFTED} when something differs.`}),
  }

  async run(): Promise<Results['drift']> {
    const {flags} = await this.parse(Drift)
    const project = await this.openProject()
    const environments = flags.env && requireEnvironments(project, flags.env)
    const drift = await readDrift(await openSession(project, this.connection), {environments})
    this.print(renderDrift(drift, this.ink))
    if (flags.check && drift.drifted.length > 0) this.exitCode = DRIFTED
    return drift
  }
}

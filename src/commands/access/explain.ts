import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {explainAccess, explainDecision, pickEnvironment, UsageError} from '../../lib/index.js'
import {renderDecision, renderExplanations} from '../../ui/access/explained.js'

export default class AccessExplain extends AwsupCommand<Results['access explain']> {
  static override summary = 'Say in words who may do what with which data, and which statement decides.'
  static override description =
    'Needs no network: it goes by the policies that apply would give. With --action and --resource it explains one decision, for a made-up user who asks for data of their own (--as owner) or of another (--as other), for a guest, or for a member of a group.'
  static override examples = [
    '<%= config.bin %> access explain --env dev',
    '<%= config.bin %> access explain --action dynamodb:GetItem --resource todos-dev --as other',
    "<%= config.bin %> access explain --action s3:GetObject --resource 'acme-dev-uploads/{owner}/a.png' --as guest",
  ]
  static override flags = {
    env: Flags.string({summary: 'Environment; by default the one that is switched on, else the first.'}),
    role: Flags.string({summary: 'authenticated, guest or group:<name>; by default all.', exclusive: ['action']}),
    action: Flags.string({summary: 'One action, as IAM writes it: dynamodb:GetItem.', dependsOn: ['resource']}),
    resource: Flags.string({
      summary: 'An ARN, a table, bucket/key or a function; {owner} is whose data it is.',
      dependsOn: ['action'],
    }),
    as: Flags.string({summary: 'owner (the default), other, guest or group:<name>.', dependsOn: ['action']}),
    context: Flags.string({
      summary: 'A condition key of the request (repeatable): s3:prefix=a/',
      multiple: true,
      dependsOn: ['action'],
    }),
  }

  async run(): Promise<Results['access explain']> {
    const {flags} = await this.parse(AccessExplain)
    const project = await this.openProject()
    const environment = pickEnvironment(project, flags.env)
    const {action, resource, as = 'owner'} = flags
    if (action === undefined || resource === undefined) {
      const explained = await explainAccess(project, environment, flags.role)
      this.print(renderExplanations(explained, this.ink))
      return explained
    }
    const keys = readKeys(flags.context ?? [])
    const decision = await explainDecision(project, environment, {action, resource, as, keys})
    this.print(renderDecision(decision, this.ink))
    return decision
  }
}

function readKeys(pairs: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const keys = new Map<string, string[]>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) {
      throw new UsageError(`--context ${pair} has no value`, {
        hint: 'Write it as key=value: --context s3:prefix=a/',
        details: {flag: '--context'},
      })
    }
    const key = pair.slice(0, at)
    keys.set(key, [...(keys.get(key) ?? []), pair.slice(at + 1)])
  }
  return Object.fromEntries(keys)
}

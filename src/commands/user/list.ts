import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  currentEnvironment,
  listPoolUsers,
  listUsers,
  openSession,
  readStates,
  requireEnvironments,
  requireIds,
  type PoolUser,
  type UserSummary,
  withStates,
} from '../../lib/index.js'
import {renderUserStates} from '../../ui/people/standing.js'
import {renderUsers} from '../../ui/people/users.js'

export default class UserList extends AwsupCommand<Results['user list']> {
  static override summary = 'List IAM users of awsup.yaml, or with --pool the users of an environment’s user pool.'
  static override description =
    'Says of each IAM user whether it has MFA, a console password and access keys, and whether it is disabled. Codes of an authenticator are needed with access keys; passkeys work in the console alone.'
  static override examples = [
    '<%= config.bin %> user list',
    '<%= config.bin %> user list --pool',
    '<%= config.bin %> user list --pool --env dev',
  ]
  static override flags = {
    env: Flags.string({summary: 'Only this environment; with --pool by default the one that is switched on.'}),
    pool: Flags.boolean({summary: 'Users of the user pool instead.'}),
    offline: Flags.boolean({summary: 'Do not ask AWS: from awsup.yaml and the records alone.', exclusive: ['pool']}),
  }

  async run(): Promise<Results['user list']> {
    const {flags} = await this.parse(UserList)
    const project = await this.openProject()
    const named = flags.env ?? (flags.pool ? currentEnvironment(project).name : undefined)
    const environments = requireEnvironments(project, named === undefined ? undefined : [named])
    if (flags.pool) {
      const [environment = ''] = environments
      requireIds(project, environment)
      const users = await listPoolUsers(await openSession(project, this.connection), environment)
      this.print(renderUsers(users.map(poolView), this.ink))
      return users
    }
    const onRecord = (await listUsers(project)).filter((user) =>
      user.environments.some(({name}) => environments.includes(name)),
    )
    if (flags.offline || onRecord.length === 0) {
      this.print(renderUsers(onRecord.map(userView), this.ink))
      return onRecord
    }
    const states = await readStates(await openSession(project, this.connection), environments)
    const users = await withStates(onRecord, states)
    this.print(renderUserStates(users, this.ink))
    return users
  }
}

const poolView = ({username, email, environment, status}: PoolUser) => ({
  name: email ?? username,
  environments: [environment],
  groups: [],
  state: status,
})

const userView = ({name, groups, environments}: UserSummary) => ({
  name,
  groups,
  environments: environments.map((one) => one.name),
  state: environments.every(({made}) => made) ? '' : 'not made yet: awsup apply',
})

import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  currentEnvironment,
  listPoolUsers,
  listUsers,
  loadProject,
  openSession,
  requireEnvironments,
  requireIds,
  type PoolUser,
  type UserSummary,
} from '../../lib/index.js'
import {renderUsers} from '../../ui/users.js'

export default class UserList extends AwsupCommand<Results['user list']> {
  static override summary = 'List IAM users of awsup.yaml, or with --pool the users of an environment’s user pool.'
  static override examples = [
    '<%= config.bin %> user list',
    '<%= config.bin %> user list --pool',
    '<%= config.bin %> user list --pool --env dev',
  ]
  static override flags = {
    env: Flags.string({summary: 'Only this environment; with --pool by default the one that is switched on.'}),
    pool: Flags.boolean({summary: 'Users of the user pool instead.'}),
  }

  async run(): Promise<Results['user list']> {
    const {flags} = await this.parse(UserList)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    const named = flags.env ?? (flags.pool ? currentEnvironment(project).name : undefined)
    const environments = requireEnvironments(project, named === undefined ? undefined : [named])
    if (flags.pool) {
      const [environment = ''] = environments
      requireIds(project, environment)
      const users = await listPoolUsers(await openSession(project, this.connection), environment)
      this.print(renderUsers(users.map(poolView), this.ink))
      return users
    }
    const users = (await listUsers(project)).filter((user) =>
      user.environments.some(({name}) => environments.includes(name)),
    )
    this.print(renderUsers(users.map(userView), this.ink))
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

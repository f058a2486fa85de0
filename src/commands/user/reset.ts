import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {openSecretsFile} from '../../cli/secrets/secrets-file.js'
import {openSession, openUser, requireMeant, requirePerson, resetUser, UsageError} from '../../lib/index.js'
import {askToGoOn} from '../../ui/ask/ask.js'
import {renderUserQuestion} from '../../ui/people/question.js'
import {renderReset} from '../../ui/people/standing.js'
import {renderSecrets} from '../../ui/people/users.js'

type Reset = Results['user reset']

export default class UserReset extends AwsupCommand<Reset> {
  static override summary = 'Help an IAM user that lost its password or its MFA device.'
  static override description =
    'Removes the user’s MFA devices, so that it can register another one, and sets a new one-time password, which is shown once, or written to --secrets-file for its owner alone. Without --password and --mfa it does both. Access keys stay as they are.'
  static override examples = [
    '<%= config.bin %> user reset alice',
    '<%= config.bin %> user reset alice --env dev --mfa --yes',
    '<%= config.bin %> user reset alice --password --secrets-file alice.json',
  ]
  static override args = {name: Args.string({description: 'Name of the user.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Only in this environment (repeatable).', multiple: true}),
    password: Flags.boolean({summary: 'Only the password.'}),
    mfa: Flags.boolean({summary: 'Only the MFA devices.'}),
    'secrets-file': Flags.string({summary: 'New file for the password (mode 0600), instead of showing it.'}),
    yes: Flags.boolean({summary: 'Reset without asking.'}),
  }

  async run(): Promise<Reset> {
    const {args, flags} = await this.parse(UserReset)
    const {name} = args
    const project = await this.openProject()
    const choice = {name, environments: flags.env}
    const places = await requireMeant(project, choice)
    await requirePerson(project, name)
    const lost = flags.password === flags.mfa ? {password: true, mfa: true} : flags
    const path = flags['secrets-file']
    if (path !== undefined && !lost.password) {
      throw new UsageError('--secrets-file has nothing to hold', {
        hint: 'Only a new password is a secret: leave out --mfa, or add --password.',
        details: {flag: '--secrets-file'},
      })
    }
    const parts = [...(lost.mfa ? ['the MFA devices'] : []), ...(lost.password ? ['the password'] : [])].join(' and ')
    if (!flags.yes) await askToGoOn(this, renderUserQuestion(`Reset ${parts} of`, {project, name, places}))
    // What a killed run wrote is a password that is good: it is read, not made again.
    const asked = {isOurs: () => Promise.resolve(false), warn: (message: string) => void this.warn(message)}
    const file = path === undefined ? undefined : await openSecretsFile(path, asked)
    try {
      const session = await openSession(project, this.connection)
      const {secrets, ...reset} = await resetUser(session, await openUser(session, choice), lost)
      if (!file || !secrets) return this.show({...reset, ...(secrets ? {secrets} : {})})
      file.write(secrets)
      return this.show({...reset, secretsFile: file.path})
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  private show(done: Reset): Reset {
    this.print(renderReset(done))
    for (const secrets of done.secrets ?? []) this.print(`\n${renderSecrets(secrets, this.ink)}`)
    if (done.secretsFile !== undefined) this.print(`Secrets are in ${done.secretsFile}, readable by you alone.`)
    return done
  }
}

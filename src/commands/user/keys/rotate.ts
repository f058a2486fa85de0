import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../../cli/command.js'
import type {Results} from '../../../cli/results.js'
import {digestOf, openSecretsFile} from '../../../cli/secrets/secrets-file.js'
import {
  beginKeyRotation,
  endDelivered,
  endErrands,
  endKeyRotation,
  noteDelivery,
  openRotation,
  requireMeant,
  type Project,
} from '../../../lib/index.js'
import {renderRotatedKey} from '../../../ui/people/keys.js'
import {renderSecrets} from '../../../ui/people/users.js'

type Rotated = Results['user keys rotate']

export default class UserKeysRotate extends AwsupCommand<Rotated> {
  static override summary = 'Replace an access key: make a second one, and later take the first one out of use.'
  static override description =
    'Begin: the new key is made, tried, and shown once, or written to --secrets-file for its owner alone; the old one stays good. Give the new one to what uses the old one, then --finish: it shows the last use of the old key and makes it inactive, which can be taken back; --finish --delete deletes it. Where the new key was lost before anything used it, --cancel deletes it. Users rotate their own key with their own credentials and MFA. A run that was interrupted continues when the same command is run again.'
  static override examples = [
    '<%= config.bin %> user keys rotate ci --secrets-file ci.json',
    '<%= config.bin %> user keys rotate ci --finish',
    '<%= config.bin %> user keys rotate ci --finish --delete',
  ]
  static override args = {name: Args.string({description: 'Name of the user.', required: true})}
  static override flags = {
    env: Flags.string({summary: 'Only in this environment (repeatable).', multiple: true}),
    'secrets-file': Flags.string({
      summary: 'New file for the secret key (mode 0600), instead of showing it.',
      exclusive: ['finish', 'cancel'],
    }),
    finish: Flags.boolean({summary: 'Make the older key inactive.', exclusive: ['cancel']}),
    delete: Flags.boolean({summary: 'With --finish: delete the older key.', dependsOn: ['finish']}),
    cancel: Flags.boolean({summary: 'Delete the newer key.'}),
    force: Flags.boolean({summary: 'With --finish or --cancel: also where the key that goes was used.'}),
  }

  async run(): Promise<Rotated> {
    const {args, flags} = await this.parse(UserKeysRotate)
    const {name} = args
    const project = await this.openProject()
    const choice = {name, environments: flags.env}
    const meant = await requireMeant(project, choice)
    if (!flags.finish && !flags.cancel) {
      // As journals have it: `dev` of dev.user.ci, `people` of people.user.jane.
      const places = meant.map(({address}) => address.slice(0, address.indexOf('.')))
      return this.begin(project, {choice, places}, flags['secrets-file'])
    }
    const {session, places} = await openRotation(project, choice, this.connection)
    const keys = await endKeyRotation(session, places, {
      state: flags.finish ? 'finished' : 'cancelled',
      isDeletion: flags.delete,
      force: flags.force,
    })
    return this.show({user: name, keys})
  }

  private async begin(
    project: Project,
    {choice, places: environments}: Chosen,
    path: string | undefined,
  ): Promise<Rotated> {
    const {name} = choice
    const isOurs = (digest: string): Promise<boolean> =>
      endDelivered(project, this.connection, {digest, kind: 'key-rotation', name, environments, parts: ['keys']})
    const file =
      path === undefined ? undefined : await openSecretsFile(path, {isOurs, warn: (message) => this.warn(message)})
    if (file?.isWritten) return this.show({user: name, keys: [], secretsFile: file.path})
    try {
      const {session, places} = await openRotation(project, choice, this.connection)
      const {rotated: keys, secrets, errands} = await beginKeyRotation(session, places)
      this.afterwards(() => endErrands(session, errands))
      if (!file) return this.show({user: name, keys, secrets})
      await noteDelivery(session.engine, errands, digestOf(secrets))
      file.write(secrets)
      return this.show({user: name, keys, secretsFile: file.path})
    } catch (error) {
      file?.discard()
      throw error
    }
  }

  private show(done: Rotated): Rotated {
    for (const secrets of done.secrets ?? []) this.print(`${renderSecrets(secrets, this.ink)}\n`)
    if (done.secretsFile !== undefined) this.print(`Secrets are in ${done.secretsFile}, readable by you alone.`)
    for (const key of done.keys) this.print(renderRotatedKey(done.user, key))
    return done
  }
}

interface Chosen {
  readonly choice: {readonly name: string; readonly environments: readonly string[] | undefined}
  readonly places: readonly string[]
}

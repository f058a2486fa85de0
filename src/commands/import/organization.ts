import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  checkAnswer,
  chosenOf,
  describeOrganization,
  discardNewSandbox,
  hasManifest,
  hasSandbox,
  keepOrganization,
  openOrganizationImport,
  openSession,
  prepareOrganization,
  readChoices,
  readOffer,
  readOrganizationFile,
  suggestRegion,
  type OfferedAccount,
} from '../../lib/index.js'
import {askText, askToGoOn} from '../../ui/ask/ask.js'
import {askAccounts} from '../../ui/ask/accounts.js'
import {renderEquivalent} from '../../ui/text/equivalent.js'
import {renderOffer, renderOrganizationDiff, renderOrganizationImported} from '../../ui/imports/organization.js'

export default class ImportOrganization extends AwsupCommand<Results['import organization']> {
  static override summary = 'Make environments of accounts that your organization has already.'
  static override description =
    'Reads the member accounts of the organization, or those of a file of org-formation, and asks which become environments. Writes awsup.yaml and nothing else; changes nothing on AWS. Then awsup plan shows what awsup apply would make in them.'
  static override examples = [
    '<%= config.bin %> import organization',
    '<%= config.bin %> import organization --project acme --region eu-west-1 --account 123456789012=dev --account 210987654321=prod --yes',
    '<%= config.bin %> import organization organization.yml --all --dry-run',
  ]
  static override args = {
    file: Args.string({
      description: 'A file of org-formation (organization.yml) that has the accounts; AWS otherwise.',
    }),
  }
  static override flags = {
    account: Flags.string({
      summary: 'An account to take, as id or id=name of the environment (repeatable).',
      multiple: true,
    }),
    all: Flags.boolean({summary: 'Take every account that can become an environment.'}),
    project: Flags.string({summary: 'Name of the project, where there is no awsup.yaml yet.'}),
    region: Flags.string({summary: 'Region of the new environments; that of the first environment when absent.'}),
    'dry-run': Flags.boolean({summary: 'Show what would be written, and write nothing.'}),
    yes: Flags.boolean({summary: 'Write it without asking.'}),
  }

  async run(): Promise<Results['import organization']> {
    const {args, flags} = await this.parse(ImportOrganization)
    const root = this.projectDirectory
    const choices = await readChoices(flags.account ?? [])
    const found = args.file === undefined ? undefined : await readOrganizationFile(args.file)
    const answers = (await hasManifest(root)) ? flags : await this.complete(flags)
    const base = await openOrganizationImport({...answers, root, target: this.target})
    const hadSandbox = await hasSandbox(root)
    const wanted = {found, choices, all: flags.all}
    const offer = await openSession(base.project, this.connection)
      .then((session) => readOffer(session, base, wanted))
      .catch(async (error: unknown) => {
        if (base.isNew) await discardNewSandbox(root, hadSandbox)
        throw error
      })
    this.print(renderOffer(offer, this.ink))

    const isSaid = flags.all || choices.size > 0
    const words = this.words(args.file, answers)
    const chosen = isSaid ? await chosenOf(offer, wanted) : await askAccounts(offer, this, words)
    const importing = await prepareOrganization(base, offer, chosen)
    this.print(`\n${await renderOrganizationDiff(importing, this.ink)}`)
    const isWritten = !flags['dry-run'] && importing.project !== undefined
    if (isWritten) {
      if (!flags.yes) await askToGoOn(this, 'Write awsup.yaml? Nothing changes on AWS.')
      await keepOrganization(importing)
    }
    const result = await describeOrganization(importing, isWritten)
    this.print(`\n${renderOrganizationImported(result, this.ink)}`)
    if (!isSaid && isWritten) this.tell(`\nThe same without questions:\n${renderSame(words, chosen)}`)
    return result
  }

  /** What a first awsup.yaml needs, asked where no flag says it. */
  private async complete({project, region}: {project: string | undefined; region: string | undefined}) {
    const asking = {interactive: this.interactive, signal: this.signal}
    const ask = async (message: string, flag: 'project' | 'region', more: {example: string; suggested?: string}) =>
      askText(message, {...asking, ...more, flag, check: (text) => checkAnswer(flag, text)})
    return {
      project: project ?? (await ask('Name of the project:', 'project', {example: 'acme'})),
      region:
        region ??
        (await ask('Region of the environments:', 'region', {
          example: 'eu-west-1',
          suggested: await suggestRegion(process.env, true),
        })),
    }
  }

  /** The arguments that say what was said and asked so far. */
  private words(
    file: string | undefined,
    {project, region}: {project: string | undefined; region: string | undefined},
  ) {
    return [
      ...(file === undefined ? [] : [file]),
      ...(this.target === 'sandbox' ? ['--sandbox'] : []),
      ...(this.profile === undefined ? [] : ['--profile', this.profile]),
      ...(project === undefined ? [] : ['--project', project]),
      ...(region === undefined ? [] : ['--region', region]),
    ]
  }
}

const renderSame = (words: readonly string[], chosen: readonly OfferedAccount[]): string => {
  const each = chosen.flatMap(({member, name}) => ['--account', `${member.id}=${name}`])
  return renderEquivalent(['import', 'organization', ...words, ...each, '--yes'])
}

import * as Flags from '@oclif/core/flags'
import {
  describeImport,
  environmentsIn,
  hasManifest,
  keepImport,
  openImport,
  openSession,
  prepareImport,
  requestsFor,
  type Found,
  type ImportAnswers,
  type Imported,
} from '../../lib/index.js'
import {askText, askToGoOn} from '../../ui/ask/ask.js'
import {renderImported, renderImporting} from '../../ui/imports/imported.js'
import {AwsupCommand} from '../command.js'

/** What every `import` can be told. */
export const IMPORT_FLAGS = {
  project: Flags.string({summary: 'Name of the project, where there is no awsup.yaml yet.'}),
  account: Flags.string({summary: 'The AWS account that it is in; by default the one of the credentials.'}),
  'access-role': Flags.string({
    summary: 'The role to enter that account by, where it is not OrganizationAccountAccessRole.',
  }),
  'identity-pool': Flags.string({
    summary: 'Id of the identity pool, where several take its tokens; `new` plans another one.',
  }),
  'dry-run': Flags.boolean({summary: 'Show what would be written, and write nothing.'}),
  yes: Flags.boolean({summary: 'Write it without asking.'}),
}

interface Flagged {
  readonly project: string | undefined
  readonly account: string | undefined
  readonly 'access-role': string | undefined
  readonly 'identity-pool': string | undefined
  readonly 'dry-run': boolean
  readonly yes: boolean
}

/** What the three ways to take pools in share: read, show, ask, write awsup.yaml and the records. AWS is only read. */
export abstract class ImportCommand extends AwsupCommand<Imported> {
  protected async takeIn(found: Found, flags: Flagged, answers: ImportAnswers): Promise<Imported> {
    const root = this.projectDirectory
    const environments = await this.environmentsFor(found, answers.environments)
    const requests = await requestsFor(found, {
      ...answers,
      environments,
      accountId: flags.account,
      accessRole: flags['access-role'],
      identityPoolId: flags['identity-pool'],
    })
    const project =
      flags.project ??
      ((await hasManifest(root)) ? undefined : await this.askFor('Name of the project:', 'project', 'acme'))
    const opened = await openImport({root, target: this.target, project}, requests)
    const session = await openSession(opened.project, this.connection)
    const importing = await prepareImport(session, opened.base, {requests, outputs: found.outputs})
    const look = {target: session.project.target, ink: this.ink}
    const shown = {...importing, notes: [...importing.notes, ...found.notes]}
    this.print(await renderImporting(shown, look))
    if (!flags['dry-run']) {
      if (!flags.yes) await askToGoOn(this, 'Write awsup.yaml and the records? Nothing changes on AWS.')
      await keepImport(session, importing)
    }
    const result = await describeImport(shown, !flags['dry-run'])
    this.print(`\n${renderImported(result, this.ink)}`)
    return result
  }

  private async environmentsFor(found: Found, named: readonly string[]): Promise<readonly string[]> {
    if (named.length > 0 || (await environmentsIn(found)).length > 0) return named
    return [await this.askFor('Name of the environment:', 'env', 'dev')]
  }

  private askFor(message: string, flag: string, example: string): Promise<string> {
    return askText(message, {flag, example, interactive: this.interactive, signal: this.signal})
  }
}

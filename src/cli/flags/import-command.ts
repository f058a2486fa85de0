import * as Flags from '@oclif/core/flags'
import {
  dataRequest,
  describeImport,
  environmentsIn,
  hasManifest,
  keepImport,
  openImport,
  openSession,
  prepareImport,
  regionInManifest,
  requestsFor,
  suggestRegion,
  type AnyRequest,
  type Found,
  type ImportAnswers,
  type Imported,
} from '../../lib/index.js'
import {askText, askToGoOn} from '../../ui/ask/ask.js'
import {renderImported, renderImporting} from '../../ui/imports/imported.js'
import {AwsupCommand} from '../command.js'

/** What every `import` can be told. */
const COMMON_FLAGS = {
  project: Flags.string({summary: 'Name of the project, where there is no awsup.yaml yet.'}),
  account: Flags.string({summary: 'The AWS account that it is in; by default the one of the credentials.'}),
  'access-role': Flags.string({
    summary: 'The role to enter that account by, where it is not OrganizationAccountAccessRole.',
  }),
  'dry-run': Flags.boolean({summary: 'Show what would be written, and write nothing.'}),
  yes: Flags.boolean({summary: 'Write it without asking.'}),
}

/** What those are told that take pools in. */
export const IMPORT_FLAGS = {
  ...COMMON_FLAGS,
  'identity-pool': Flags.string({
    summary: 'Id of the identity pool, where several take its tokens; `new` plans another one.',
  }),
}

/** What those are told that take a table or bucket in. */
export const DATA_FLAGS = {
  env: Flags.string({summary: 'The environment that it becomes part of: dev, prod.'}),
  as: Flags.string({
    summary: 'What it is called in awsup.yaml; by default as on AWS, without project and environment.',
  }),
  region: Flags.string({summary: 'Region of the environment, where awsup.yaml does not have it yet.'}),
  ...COMMON_FLAGS,
}

interface Flagged {
  readonly project: string | undefined
  readonly account: string | undefined
  readonly 'access-role': string | undefined
  readonly 'dry-run': boolean
  readonly yes: boolean
}

interface PoolFlagged extends Flagged {
  readonly 'identity-pool': string | undefined
}

interface DataFlagged extends Flagged {
  readonly env: string | undefined
  readonly as: string | undefined
  readonly region: string | undefined
}

interface Wanted {
  readonly requests: readonly AnyRequest[]
  readonly outputs: Found['outputs']
  readonly notes: readonly string[]
}

const WRITE = 'Write awsup.yaml and the records? Nothing changes on AWS.'
const TAG_AND_WRITE = 'Add awsup’s tags on AWS, and write awsup.yaml and the records? Nothing else changes on AWS.'

/** What all ways to import share: read, show, ask, write awsup.yaml and the records. AWS is only read, but for the tags of data. */
export abstract class ImportCommand extends AwsupCommand<Imported> {
  protected async takeIn(found: Found, flags: PoolFlagged, answers: ImportAnswers): Promise<Imported> {
    const environments = await this.environmentsFor(found, answers.environments)
    const requests = await requestsFor(found, {
      ...answers,
      environments,
      accountId: flags.account,
      accessRole: flags['access-role'],
      identityPoolId: flags['identity-pool'],
    })
    return this.bring({requests, outputs: found.outputs, notes: found.notes}, flags)
  }

  /** Takes a table or bucket in. */
  protected async takeData(sort: 'table' | 'bucket', name: string, flags: DataFlagged): Promise<Imported> {
    const where = {root: this.projectDirectory, target: this.target}
    const environment = flags.env ?? (await this.askFor('Name of the environment:', 'env', 'dev'))
    const region =
      flags.region ??
      ((await regionInManifest(where, environment)) === undefined
        ? await this.askFor('Region of the environment:', 'region', await suggestRegion(process.env, true))
        : undefined)
    const answers = {sort, name, environment, region, as: flags.as}
    const request = await dataRequest({...answers, accountId: flags.account, accessRole: flags['access-role']}, where)
    return this.bring({requests: [request], outputs: [], notes: []}, flags)
  }

  private async bring({requests, outputs, notes}: Wanted, flags: Flagged): Promise<Imported> {
    const root = this.projectDirectory
    const project =
      flags.project ??
      ((await hasManifest(root)) ? undefined : await this.askFor('Name of the project:', 'project', 'acme'))
    const opened = await openImport({root, target: this.target, project}, requests)
    const session = await openSession(opened.project, this.connection)
    const importing = await prepareImport(session, opened.base, {requests, outputs})
    const look = {target: session.project.target, ink: this.ink}
    const shown = {...importing, notes: [...importing.notes, ...notes]}
    this.print(await renderImporting(shown, look))
    if (!flags['dry-run']) {
      if (!flags.yes) await askToGoOn(this, importing.handovers.length > 0 ? TAG_AND_WRITE : WRITE)
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

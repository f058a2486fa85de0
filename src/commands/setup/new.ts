import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {createApplication, suggestRegion, TEMPLATE_NAMES, type TemplateName} from '../../lib/index.js'
import {askChoice} from '../../ui/ask/ask.js'
import {renderCreated} from '../../ui/project/created.js'

export default class New extends AwsupCommand<Results['new']> {
  static override summary = 'A new application: awsup.yaml and a small front end, ready for the sandbox.'
  static override description =
    'Makes a folder with an application in TypeScript and Vite. Its users sign up and sign in with Cognito, and keep items in DynamoDB. It runs on the sandbox until a line is taken out of awsup.yaml. Uses no network: npm install is yours to run. Writes into no folder that has anything in it.'
  static override examples = [
    '<%= config.bin %> new my-app',
    "<%= config.bin %> new my-app --template react --email 'aws+{env}@acme.dev' --region eu-west-1",
  ]
  static override args = {
    folder: Args.string({description: 'Folder to make. Its name is the name of the project.', required: true}),
  }
  static override flags = {
    template: Flags.option({
      options: TEMPLATE_NAMES,
      summary: 'What the front end is written with; plain, which is TypeScript alone, when absent.',
    })(),
    project: Flags.string({summary: 'Name of the project, where it is not the name of the folder.'}),
    email: Flags.string({
      summary: 'Address of every account, with {env} in it; the sandbox needs no real one.',
      default: 'aws+{env}@example.com',
    }),
    region: Flags.string({summary: 'Region of the environments; AWS_REGION, else us-east-1, when absent.'}),
  }

  async run(): Promise<Results['new']> {
    const {args, flags} = await this.parse(New)
    const from = flags['project-dir'] === undefined ? process.cwd() : this.projectDirectory
    const created = await createApplication({
      folder: args.folder,
      from,
      template: flags.template ?? (await this.askTemplate()),
      project: flags.project,
      email: flags.email,
      region: flags.region ?? (await suggestRegion(process.env, false)),
    })
    this.print(renderCreated(created, {from: process.cwd(), ink: this.ink}))
    return created
  }

  private async askTemplate(): Promise<TemplateName> {
    const [first] = TEMPLATE_NAMES
    if (!this.interactive) return first
    const asking = {flag: 'template', interactive: true, signal: this.signal}
    const chosen = await askChoice('Template:', {...asking, choices: TEMPLATE_NAMES})
    return TEMPLATE_NAMES.find((name) => name === chosen) ?? first
  }
}

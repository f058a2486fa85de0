import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  findInterruptedSwitch,
  loadProject,
  previewSwitch,
  switchEnvironment,
  undoSwitch,
  UsageError,
  type Project,
} from '../../lib/index.js'
import {makeDiff, renderDiff} from '../../ui/diff.js'
import {renderSwitched} from '../../ui/switched.js'

type Switched = Results['env switch']

/** `env switch --check` found a file that is not right, or a switch that did not end. */
const DIFFERS = 10

export default class EnvSwitch extends AwsupCommand<Switched> {
  static override summary = 'Point the front end at an environment: writes the outputs of awsup.yaml; no network.'
  static override description =
    'All files are written or none, and keys and lines of others stay. --undo takes the last switch back, unless a file was changed since.'
  static override examples = [
    '<%= config.bin %> env switch dev',
    '<%= config.bin %> env switch prod --dry-run',
    '<%= config.bin %> env switch --check',
    '<%= config.bin %> env switch --undo',
  ]
  static override args = {
    environment: Args.string({
      description: 'Name in awsup.yaml; with --check and --dry-run the current one by default.',
    }),
  }
  static override flags = {
    check: Flags.boolean({
      summary: `Write nothing; end with exit code ${DIFFERS} when a file is not as the records say, or a switch was interrupted.`,
      exclusive: ['undo', 'dry-run'],
    }),
    'dry-run': Flags.boolean({summary: 'Write nothing; show what would change.', exclusive: ['undo', 'check']}),
    undo: Flags.boolean({summary: 'Take the last switch back.', exclusive: ['check', 'dry-run']}),
  }

  async run(): Promise<Switched> {
    const {args, flags} = await this.parse(EnvSwitch)
    const project = loadProject({root: this.projectDirectory, target: this.target})
    if (flags.undo) return this.show(await this.undo(project, args.environment))
    if (flags['dry-run']) return this.preview(project, args.environment)
    if (flags.check) return this.check(project, args.environment)
    if (args.environment !== undefined) return this.show(await switchEnvironment(project, args.environment))
    throw new UsageError('missing <environment>', {
      hint: `awsup.yaml has: ${[...project.manifest.environments.keys()].join(', ')}. More: awsup env switch --help`,
    })
  }

  private undo(project: Project, environment: string | undefined): Promise<Switched> {
    if (environment === undefined) return undoSwitch(project)
    throw new UsageError('--undo goes back to what was before, and takes no environment', {
      hint: 'awsup env switch --undo',
    })
  }

  private check(project: Project, environment: string | undefined): Switched {
    const {files, ...rest} = previewSwitch(project, environment)
    if (this.warnOfInterruption(project) || files.some(({changed}) => changed)) this.exitCode = DIFFERS
    return this.show({...rest, did: 'checked', files: files.map(({path, changed}) => ({path, changed}))})
  }

  private async preview(project: Project, environment: string | undefined): Promise<Switched> {
    const {files, ...rest} = previewSwitch(project, environment)
    this.warnOfInterruption(project)
    const diffs = await Promise.all(files.map(makeDiff))
    const shown = files.map(({path, changed}, index) => ({
      path,
      changed,
      ...(changed ? {diff: diffs[index] ?? ''} : {}),
    }))
    for (const diff of diffs) if (diff !== '') this.print(`${renderDiff(diff, this.ink)}\n`)
    return this.show({...rest, files: shown})
  }

  /** Says so where the last switch did not end. */
  private warnOfInterruption(project: Project): boolean {
    const interrupted = findInterruptedSwitch(project)
    if (interrupted) this.warn(interrupted.message)
    return interrupted !== undefined
  }

  private show(switched: Switched): Switched {
    this.print(renderSwitched(switched, this.ink))
    return switched
  }
}

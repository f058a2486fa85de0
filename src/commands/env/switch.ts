import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {
  currentEnvironment,
  describeForeign,
  describeLeft,
  describeOverruled,
  findForeignJournals,
  findInterruptedSwitch,
  previewSwitch,
  switchEnvironment,
  undoSwitch,
  UsageError,
  type PreviewedFile,
  type Project,
} from '../../lib/index.js'
import {makeDiff, renderDiff} from '../../ui/plan/diff.js'
import {renderSwitched} from '../../ui/environments/switched.js'

type Switched = Results['env switch']

/** `env switch --check` found a file that is not right, or a switch that did not end. */
const DIFFERS = 10

export default class EnvSwitch extends AwsupCommand<Switched> {
  static override summary = 'Point the front end at an environment: writes the outputs of awsup.yaml; no network.'
  static override description =
    'All files are written or none, and keys and lines of others stay. --prune also removes what awsup wrote to files that are no longer in outputs. --undo takes the last switch back, unless a file was changed since.'
  static override examples = [
    '<%= config.bin %> env switch dev',
    '<%= config.bin %> env switch prod --dry-run',
    '<%= config.bin %> env switch --check',
    '<%= config.bin %> env switch --prune --dry-run',
    '<%= config.bin %> env switch --undo',
  ]
  static override args = {
    environment: Args.string({
      description: 'Name in awsup.yaml; with --check, --dry-run and --prune the current one by default.',
    }),
  }
  static override flags = {
    check: Flags.boolean({
      summary: `Write nothing; end with exit code ${DIFFERS} when a file is not as the records say or is no longer in outputs, when the application reads something else, or a switch was interrupted.`,
      exclusive: ['undo', 'dry-run'],
    }),
    'dry-run': Flags.boolean({summary: 'Write nothing; show what would change.', exclusive: ['undo', 'check']}),
    prune: Flags.boolean({
      summary: 'Also remove what awsup wrote to files that are no longer in outputs, unless it was changed since.',
      exclusive: ['undo', 'check'],
    }),
    undo: Flags.boolean({summary: 'Take the last switch back.', exclusive: ['check', 'dry-run', 'prune']}),
  }

  async run(): Promise<Switched> {
    const {args, flags} = await this.parse(EnvSwitch)
    const project = await this.openProject()
    const {prune} = flags
    const foreign = findForeignJournals(project)
    if (foreign) this.warn(describeForeign(foreign))
    if (flags.undo) return this.show(project, this.undo(project, args.environment))
    if (flags['dry-run']) return this.preview(project, args.environment, prune)
    if (flags.check) return this.check(project, args.environment)
    const environment = args.environment ?? (prune ? currentEnvironment(project).name : undefined)
    if (environment !== undefined) return this.show(project, await switchEnvironment(project, environment, {prune}))
    throw new UsageError('missing <environment>', {
      hint: `awsup.yaml has: ${[...project.manifest.environments.keys()].join(', ')}. More: awsup env switch --help`,
    })
  }

  private undo(project: Project, environment: string | undefined): Switched {
    if (environment === undefined) return undoSwitch(project)
    throw new UsageError('--undo goes back to what was before, and takes no environment', {
      hint: 'awsup env switch --undo',
    })
  }

  private async check(project: Project, environment: string | undefined): Promise<Switched> {
    const {files, left, ...rest} = await previewSwitch(project, environment)
    const isWrong = files.some(({changed}) => changed) || left.length + rest.overruled.length > 0
    if (this.warnOfInterruption(project) || isWrong) this.exitCode = DIFFERS
    return this.show(project, {
      ...rest,
      did: 'checked',
      files: files.map(({path, changed}) => ({path, changed})),
      left: left.map(({path, state}) => ({path, state})),
    })
  }

  private async preview(project: Project, environment: string | undefined, prune: boolean): Promise<Switched> {
    const {files, left, ...rest} = await previewSwitch(project, environment, {prune})
    this.warnOfInterruption(project)
    const withDiff = async (file: PreviewedFile) => (file.changed ? {diff: await makeDiff(file)} : {})
    const shown: Switched = {
      ...rest,
      files: await Promise.all(
        files.map(async (file) => ({path: file.path, changed: file.changed, ...(await withDiff(file))})),
      ),
      left: await Promise.all(
        left.map(async (file) => ({path: file.path, state: file.state, ...(await withDiff(file))})),
      ),
    }
    for (const {diff} of [...shown.files, ...shown.left]) {
      if (diff !== undefined) this.print(`${renderDiff(diff, this.ink)}\n`)
    }
    return this.show(project, shown)
  }

  /** Says so where the last switch did not end. */
  private warnOfInterruption(project: Project): boolean {
    const interrupted = findInterruptedSwitch(project)
    if (interrupted) this.warn(interrupted.message)
    return interrupted !== undefined
  }

  private show(project: Project, switched: Switched): Switched {
    for (const {path, state} of switched.left) {
      if (state === 'pruned') continue
      const {problem, fix} = describeLeft(state)
      this.warn(`${path} ${problem}: ${fix}`)
    }
    for (const {subject, problem, fix} of switched.overruled.map(describeOverruled)) {
      this.warn(`${subject} ${problem}. ${fix}`)
    }
    const {environment = ''} = switched
    const isProtected = project.manifest.environments.get(environment)?.protected
    this.print(renderSwitched(switched, {ink: this.ink, isProtected}))
    return switched
  }
}

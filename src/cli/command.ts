import {Command} from '@oclif/core/command'
import type {ArgInput, FlagInput, Input, OutputArgs, OutputFlags, ParserOutput} from '@oclif/core/interfaces'
import * as Flags from '@oclif/core/flags'
import {openProject, type Plan, type Project, type Report, type SessionOptions} from '../lib/index.js'
import {CancelledError} from '../lib/base/errors.js'
import {hideSecrets} from '../lib/text/hide-secrets.js'
import {askText, askTyped} from '../ui/ask/ask.js'
import {openInk, PLAIN, type Ink} from '../ui/text/ink.js'
import {openProgress, type Progress} from '../ui/progress/progress.js'
import {columnsOf} from '../ui/text/width.js'
import {wrapText} from '../ui/text/wrap.js'
import {refuseInheritedNames, splitPassedOn, takeOneValueEach} from './parse/argv.js'
import {failureDocument, renderDocument, successDocument} from './document.js'
import {describeFailure} from './failure.js'
import {listenForInterrupt} from './interrupt.js'
import {countWork, isPlainStop, renderFarewell} from './farewell.js'
import type {Outputs} from './start/output.js'
import {readStdin} from './secrets/stdin.js'
import {findProjectDirectory, readTarget} from './project.js'
import {asksForJson} from './parse/request.js'
import {renderFailure, renderWarning} from './parse/words.js'

interface Globals {
  readonly input: boolean
  readonly profile: string | undefined
  readonly mfaCode: string | undefined
  readonly projectDirectory: string
  readonly target: 'aws' | 'sandbox' | undefined
}

/**
 * What all commands share. `run` parses, asks the library, prints for people with `print` and returns the result;
 * `settle` turns that, or whatever was thrown, into an exit code and, with `--json`, into the one document on stdout.
 */
export abstract class AwsupCommand<Result = unknown> extends Command {
  static override baseFlags = {
    json: Flags.boolean({summary: 'Print one JSON document on stdout and nothing else.', helpGroup: 'GLOBAL'}),
    'no-input': Flags.boolean({summary: 'Never ask; a missing answer is an error.', helpGroup: 'GLOBAL'}),
    sandbox: Flags.boolean({
      summary: 'Use the embedded sandbox instead of AWS (also AWSUP_TARGET=sandbox).',
      helpGroup: 'GLOBAL',
    }),
    profile: Flags.string({summary: 'AWS profile to take credentials from.', helpGroup: 'GLOBAL'}),
    'mfa-code': Flags.string({
      summary: 'Code of your MFA device, where one is needed and nobody can be asked; - reads it from stdin.',
      helpValue: '<code>',
      helpGroup: 'GLOBAL',
    }),
    'project-dir': Flags.string({
      char: 'C',
      summary: 'Folder of awsup.yaml; by default the nearest one upwards.',
      helpGroup: 'GLOBAL',
    }),
  }

  /** Colours for stdout; plain when it is no terminal. */
  protected ink: Ink = PLAIN
  /** Code to end with where the work went well: `plan --check` 10, `exec` its child's own. */
  protected exitCode = 0
  private readonly json: boolean
  private readonly warnings: string[] = []
  private readonly interrupt = listenForInterrupt(() => this.tell(this.farewell()))
  private readonly work = countWork()
  private progress: Progress | undefined
  private globals: Globals | undefined
  private given: Outputs | undefined
  private stdoutTaken = false
  private epilogue = (): Promise<void> => Promise.resolve()

  constructor(...[argv, config]: ConstructorParameters<typeof Command>) {
    super(argv, config)
    this.json = asksForJson(argv)
  }

  abstract override run(): Promise<Result>

  /** Runs to the end, never throws. oclif's own `_run` is not used: its exit codes differ with and without `--json`. */
  async settle(outputs: Outputs): Promise<number> {
    this.given = outputs
    try {
      if (!this.json) this.ink = await openInk(this.outputs.stdout)
      const result = await this.run()
      this.endProgress()
      if (this.json) this.write(successDocument(this.name, result, this.warnings))
      // One document is all there is: of trouble from here on only stderr tells.
      this.stdoutTaken = true
      await this.epilogue()
      return this.exitCode
    } catch (error) {
      this.endProgress()
      return await this.fail(error)
    } finally {
      this.interrupt.close()
    }
  }

  /** Aborted by the first Ctrl-C. */
  get signal(): AbortSignal {
    return this.interrupt.signal
  }

  protected get projectDirectory(): string {
    return this.parsedGlobals.projectDirectory
  }

  /** The project as it is now. Throws UsageError where there is none, ManifestError where its awsup.yaml cannot be. */
  protected openProject(): Promise<Project> {
    return openProject({root: this.projectDirectory, target: this.target})
  }

  /** What a session with AWS is opened with. */
  protected get connection(): SessionOptions {
    const askMfaCode = (device: string): Promise<string> => {
      this.endProgress()
      return askText(`Code of the MFA device ${device}:`, {flag: 'profile', interactive: true, signal: this.signal})
    }
    return {
      profile: this.profile,
      report: this.report,
      signal: this.signal,
      askMfaCode: this.givenMfaCode() ?? (this.interactive ? askMfaCode : undefined),
    }
  }

  /** By flag. It is given once, for a code works once. */
  private givenMfaCode(): (() => Promise<string>) | undefined {
    const {mfaCode} = this.parsedGlobals
    if (mfaCode === undefined) return undefined
    return async () => (mfaCode === '-' ? readStdin(this.signal) : mfaCode)
  }

  /** By flag or AWSUP_TARGET; undefined leaves it to awsup.yaml. */
  protected get target(): 'aws' | 'sandbox' | undefined {
    return this.parsedGlobals.target
  }

  protected get profile(): string | undefined {
    return this.parsedGlobals.profile
  }

  /** Whether a question can be asked: a terminal on both sides, and nobody said `--no-input`. */
  get interactive(): boolean {
    // In this order: Node makes stdin when it is first read, which takes 2 ms or more.
    return this.parsedGlobals.input && (['stderr', 'stdin'] as const).every((stream) => process[stream].isTTY)
  }

  /** Says on stderr what happens while it happens. */
  protected get report(): Report {
    return (event) => {
      if (event.type === 'warning') this.warn(event.message)
      this.work.note(event)
      this.progress ??= openProgress(process.stderr)
      this.progress.report(event)
    }
  }

  /** For people, on stdout; nothing with `--json`. Values in it went through `renderSafe`. */
  protected print(text: string): void {
    this.progress?.pause()
    this.endProgress()
    if (this.json || text === '') return
    const shown = wrapText(text, columnsOf(this.outputs.stdout))
    this.outputs.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`)
  }

  /** A text that others read, such as a page or a picture: as it is, whatever the terminal. Nothing with `--json`. */
  protected printWhole(text: string): void {
    this.endProgress()
    if (!this.json) this.outputs.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /** One line of JSON now, instead of the document at the end: for streams, and formats that others prescribe. */
  protected printInstead(document: unknown): void {
    this.outputs.stdout.write(`${renderDocument(document)}\n`)
    this.stdoutTaken = true
  }

  /** What is to be done once the result was shown, also as a document. */
  protected afterwards(work: () => Promise<void>): void {
    this.epilogue = work
  }

  /** Before something is destroyed: its name, typed. Says what the plan would lose. */
  protected askTyped(name: string, plan?: Plan): Promise<void> {
    return askTyped(name, {plan, flag: 'confirm', interactive: this.interactive, signal: this.signal})
  }

  /** On stderr as it comes, and in the document. */
  override warn(input: Error | string): Error | string {
    const message = hideSecrets(typeof input === 'string' ? input : input.message, process.env)
    this.warnings.push(message)
    if (!this.json) this.tell(renderWarning(message))
    return input
  }

  /** Also reads the global flags. An argument is never read from stdin, a repeatable flag takes one value each time. */
  protected override async parse<
    F extends OutputFlags<FlagInput>,
    B extends OutputFlags<FlagInput>,
    A extends OutputArgs<ArgInput>,
  >(options?: Input<F, B, A>, argv?: string[]): Promise<ParserOutput<F, B, A>> {
    const args: Readonly<Record<string, {ignoreStdin?: boolean}>> = options?.args ?? {}
    for (const arg of Object.values(args)) arg.ignoreStdin = true
    takeOneValueEach(options?.flags ?? {})
    const {own, passed} = splitPassedOn(argv ?? this.argv, options?.strict === false)
    refuseInheritedNames(own, this.name)
    const parsed = await super.parse(options, own)
    parsed.argv.push(...passed)
    const flags: Readonly<Record<string, unknown>> = parsed.flags
    const {profile, 'mfa-code': mfaCode, 'project-dir': named} = flags
    this.globals = {
      input: flags['no-input'] !== true,
      profile: typeof profile === 'string' ? profile : undefined,
      mfaCode: typeof mfaCode === 'string' ? mfaCode : undefined,
      projectDirectory: findProjectDirectory(typeof named === 'string' ? named : undefined, process.cwd()),
      target: readTarget(flags['sandbox'] === true, process.env),
    }
    return parsed
  }

  /** As people type it: `env switch`. */
  private get name(): string {
    return (this.id ?? '').replaceAll(':', ' ')
  }

  /** A command that was not asked to settle has only the streams. */
  private get outputs(): Outputs {
    return this.given ?? process
  }

  private get parsedGlobals(): Globals {
    if (!this.globals) throw new Error(`${this.name} asks for a global flag before it parsed its command line`)
    return this.globals
  }

  /** Said at the first Ctrl-C: the one line about it, unless the run then has something else to say. */
  protected farewell(): string {
    return renderFarewell(this.work)
  }

  /** From now on Ctrl-C and SIGTERM are somebody else's. Throws CancelledError where one came already. */
  protected leaveSignals(): void {
    if (this.signal.aborted) throw new CancelledError()
    this.interrupt.close()
  }

  /** A line on stderr, beside the progress. */
  protected tell(line: string): void {
    this.progress?.pause()
    this.outputs.stderr.write(`${wrapText(line, columnsOf(this.outputs.stderr))}\n`)
  }

  /** What follows is an answer or a question; the next event opens it again. */
  private endProgress(): void {
    this.progress?.close()
    this.progress = undefined
  }

  private write(document: unknown): void {
    if (!this.stdoutTaken) this.outputs.stdout.write(`${renderDocument(document)}\n`)
  }

  private async fail(error: unknown): Promise<number> {
    const failure = describeFailure(error, {
      command: this.name,
      flags: Object.keys({...this.ctor.flags, ...this.ctor.baseFlags}),
      interrupted: this.signal.aborted,
      bugs: String(this.config.pjson['bugs']),
    })
    if (this.json) this.write(failureDocument(this.name, failure))
    if (this.signal.aborted && isPlainStop(error)) return failure.exitCode
    if (!this.json || this.stdoutTaken) this.tell(renderFailure(failure, await openInk(this.outputs.stderr)))
    else if (failure.stack !== undefined) this.tell(failure.stack)
    return failure.exitCode
  }
}

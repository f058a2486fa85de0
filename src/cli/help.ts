import {Config, Help} from '@oclif/core'

/**
 * oclif's own help, from the package's manifest, as a string. Bundled on its own with all that oclif needs for it, so
 * that no command pays for it. Throws oclif's CLIError on a subject that does not exist.
 */
export async function renderHelp(subject: readonly string[], root: string): Promise<string> {
  const config = await Config.load({root})
  const help = new CollectedHelp(config, config.pjson.oclif.helpOptions ?? {})
  await help.showHelp(subject.length > 0 ? [subject.join(':')] : [])
  return help.lines.join('\n')
}

class CollectedHelp extends Help {
  readonly lines: string[] = []

  protected override log(...args: string[]): void {
    this.lines.push(args.join(' '))
  }
}

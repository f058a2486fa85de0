import {CommandHelp, Config, Help, type Command, Plugin} from '@oclif/core'
import {columnsOf} from '../ui/text/width.js'
import {wrapText} from '../ui/text/wrap.js'
import type {Inside, Installed} from './start/installed.js'

/**
 * oclif's own help, from the package's manifest, as a string. Bundled on its own with all that oclif needs for it, so
 * that no command pays for it. Throws oclif's CLIError on a subject that does not exist.
 */
export async function renderHelp(subject: readonly string[], {root, inside}: Installed): Promise<string> {
  const config = inside ? await configOf(root, inside) : await Config.load({root})
  const help = new CollectedHelp(config, config.pjson.oclif.helpOptions ?? {})
  await help.showHelp(subject.length > 0 ? [subject.join(':')] : [])
  return help.lines.join('\n')
}

/** oclif reads both from files: a plugin that found none is given them. */
async function configOf(root: string, inside: Inside): Promise<Config> {
  const plugin = new Plugin({root, isRoot: true, pjson: inside.pjson, ignoreManifest: true})
  await plugin.load()
  plugin.manifest = inside.readManifest()
  const load = () => Promise.reject(new Error('help loads no command'))
  plugin.commands = Object.values(plugin.manifest.commands).map((command) => ({...command, load}))
  return Config.load({root, plugins: new Map([[plugin.name, plugin]])})
}

/** Usage as people type it, and no line broken inside a word. */
class TypedHelp extends CommandHelp {
  protected override arg({name, required}: Command.Arg.Any): string {
    return required === true ? `<${name}>` : `[<${name}>]`
  }

  protected override args(args: Command.Arg.Any[]): [string, string | undefined][] | undefined {
    const described = args.filter(({description}) => description !== undefined)
    return described.length === 0 ? undefined : described.map((arg) => [this.arg(arg), arg.description])
  }

  /** `exec <environment> -- <command>`; flags that have to be given are named, the others stand below. */
  protected override defaultUsage(): string {
    const {id, args, flags, strict} = this.command
    const required = Object.values(flags).filter((flag) => flag.required === true && flag.hidden !== true)
    return [
      id,
      ...Object.values(args).map((arg) => this.arg(arg)),
      ...required.map(
        ({name, ...flag}) =>
          `--${name}${flag.type === 'option' ? ` ${flag.helpValue?.toString() ?? `<${name}>`}` : ''}`,
      ),
      '[flags]',
      ...(strict === false ? ['-- <command> [<argument>...]'] : []),
    ].join(' ')
  }

  override wrap(body: string, spacing = this.indentSpacing): string {
    return wrapText(this.render(body), this.opts.maxWidth - spacing, 0)
  }
}

class CollectedHelp extends Help {
  readonly lines: string[] = []
  protected override CommandHelpClass = TypedHelp

  override wrap(body: string, spacing = this.indentSpacing): string {
    return wrapText(this.render(body), this.opts.maxWidth - spacing, 0)
  }

  protected override log(...args: string[]): void {
    // oclif wraps all but the summary.
    this.lines.push(wrapText(args.join(' '), columnsOf(process.stdout), 0))
  }
}

import {readFileSync} from 'node:fs'
import path from 'node:path'
import {Config} from '@oclif/core/config'
import {UsageError} from '../lib/base/errors.js'
import {findNearest} from '../lib/text/nearest.js'
import {openInk} from '../ui/text/ink.js'
import {columnsOf} from '../ui/text/width.js'
import {wrapText} from '../ui/text/wrap.js'
import {AwsupCommand} from './command.js'
import {failureDocument, renderDocument, successDocument} from './document.js'
import {describeFailure} from './failure.js'
import {renderKeptHelp} from './start/kept-help.js'
import {openStreams, type Writable} from './start/output.js'
import type {Installed} from './start/installed.js'
import {type Catalog, catalogOfFolder, catalogOfNames, fileOfCommand} from './parse/catalog.js'
import {asksForJson, readRequest, type Request} from './parse/request.js'
import {renderWord} from './parse/word.js'
import {renderFailure} from './parse/words.js'

type CommandClass = (new (argv: string[], config: Config) => AwsupCommand) & {id: string}

/**
 * Runs one command line of the package in `root` and answers its exit code; never throws.
 *
 * oclif's `run` is not used. It reads package.json, the manifest, the shell and a theme and loads its help before it
 * knows what to do: half as much again as starting Node. Here the command's own module is loaded and run by oclif's
 * Command and parser; help is oclif's too, loaded when it is asked for.
 */
export async function dispatch(argv: readonly string[], installed: Installed): Promise<number> {
  const {root, inside} = installed
  const outputs = installed.outputs ?? openStreams()
  const folder = path.join(root, 'dist', 'commands')
  const load = installed.load ?? (({words}) => import(fileOfCommand(folder, words)))
  const commands = inside ? catalogOfNames(inside.commands) : catalogOfFolder(folder)
  const request = readRequest(argv, commands)
  const manifest = readPackage(installed)
  if (request.kind === 'command')
    return openCommand(request, {root, manifest, module: await load(request)}).settle(outputs)
  const json = asksForJson(argv)
  try {
    const answer = await answerTo({request, installed, commands, version: manifest.version, stdout: outputs.stdout})
    outputs.stdout.write(
      json ? `${renderDocument(successDocument(answer.name, answer.result, []))}\n` : `${answer.text}\n`,
    )
    return 0
  } catch (error) {
    const name = request.kind === 'unknown' ? request.words.join(' ') : 'help'
    const failure = describeFailure(error, {command: '', flags: [], interrupted: false, bugs: manifest.bugs})
    if (json) outputs.stdout.write(`${renderDocument(failureDocument(name, failure))}\n`)
    else {
      const text = renderFailure(failure, await openInk(outputs.stderr))
      outputs.stderr.write(`${wrapText(text, columnsOf(outputs.stderr))}\n`)
    }
    return failure.exitCode
  }
}

type CommandRequest = Extract<Request, {kind: 'command'}>

interface Answer {
  readonly name: string
  readonly result: unknown
  readonly text: string
}

interface Question {
  readonly request: Exclude<Request, {kind: 'command'}>
  readonly installed: Installed
  readonly commands: Catalog
  readonly version: string
  readonly stdout: Writable
}

async function answerTo({request, installed, commands, version, stdout}: Question): Promise<Answer> {
  if (request.kind === 'version') {
    const result = {version, node: process.versions.node, platform: `${process.platform}-${process.arch}`}
    return {name: 'version', result, text: `awsup/${version} ${result.platform} node-v${result.node}`}
  }
  if (request.kind === 'unknown-flag')
    throw new UsageError(`unknown flag ${renderWord(request.flag)}`, {
      hint: 'awsup help',
      details: {flag: request.flag},
    })
  const known = commands.list()
  const words = request.kind === 'help' ? request.subject : request.words
  const asked = words.join(' ')
  const exists = words.length === 0 || known.some((name) => name === asked || name.startsWith(`${asked} `))
  if (request.kind === 'unknown' || !exists) throw unknownCommand(words, known)
  const render = async (): Promise<string> => {
    const {renderHelp} = await import('./help.js')
    return renderHelp(words, installed)
  }
  const text = words.length > 0 ? await render() : await renderKeptHelp({installed, stdout, render})
  return {name: 'help', result: {help: text}, text}
}

function unknownCommand(words: readonly string[], known: readonly string[]): UsageError {
  const [first = ''] = words
  const pair = words.slice(0, 2).join(' ')
  const topics = [...new Set(known.map((name) => name.split(' ')[0] ?? ''))]
  const inTopic = topics.includes(first)
  const nearest =
    findNearest(pair, known) ??
    (inTopic ? undefined : (findMeant(first, known) ?? findNearest(first, [...known, ...topics])))
  const shown = inTopic ? words.slice(0, 2) : [first]
  const meant = nearest ? `; did you mean awsup ${nearest}?` : ''
  return new UsageError(`unknown command ${shown.map(renderWord).join(' ')}${meant}`, {
    hint: inTopic ? `awsup help ${first}` : (OTHER_WAYS.get(first) ?? 'awsup help'),
    details: {command: shown.join(' '), ...(nearest ? {nearest} : {})},
  })
}

/** What other programs call a command of ours. */
const ALIKE: ReadonlyMap<string, string> = new Map([
  ['autocomplete', 'completion'],
  ['up', 'apply'],
  ['use', 'env switch'],
])

/** Commands that people look for, and that AWS's own tools or another command stand for. */
const OTHER_WAYS: ReadonlyMap<string, string> = new Map([['logout', 'Sign out with the AWS CLI: aws sso logout']])

/** A command of another topic that ends in this word, where there is only one: `init` → `org init`. */
function findMeant(word: string, known: readonly string[]): string | undefined {
  if (known.includes(word) || OTHER_WAYS.has(word)) return undefined
  const ending = known.filter((name) => name.endsWith(` ${word}`))
  const alike = ALIKE.get(word)
  if (alike !== undefined && known.includes(alike)) return alike
  return ending.length === 1 ? ending[0] : undefined
}

interface Opened {
  readonly root: string
  readonly manifest: Package
  readonly module: unknown
}

function openCommand(request: CommandRequest, {root, manifest, module}: Opened): AwsupCommand {
  const Class = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
  if (!isCommand(Class)) throw new Error(`${request.words.join(' ')} holds no command`)
  const config = new LeanConfig({root})
  config.bin = 'awsup'
  config.name = 'awsup'
  config.root = root
  config.topicSeparator = ' '
  config.version = manifest.version
  config.pjson = {name: 'awsup', version: manifest.version, bugs: manifest.bugs, oclif: {bin: 'awsup'}}
  Class.id = request.words.join(':')
  return new Class([...request.argv], config)
}

/** awsup has no plugins, hence no hooks; oclif's would look for them in a plugin that was never loaded. */
class LeanConfig extends Config {
  override runHook(): ReturnType<Config['runHook']> {
    return Promise.resolve({successes: [], failures: []})
  }
}

const isCommand = (value: unknown): value is CommandClass =>
  typeof value === 'function' && value.prototype instanceof AwsupCommand

interface Package {
  readonly version: string
  /** Where bugs are reported, as a phrase that ends a sentence. */
  readonly bugs: string
}

/** What package.json says. */
export function readPackage({root, inside}: Installed): Package {
  const manifest: unknown = inside?.pjson ?? JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const {version, bugs} = isRecord(manifest) ? manifest : {}
  const url = isRecord(bugs) ? bugs['url'] : bugs
  return {version: String(version), bugs: typeof url === 'string' ? `at ${url}` : "where awsup's source code is kept"}
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

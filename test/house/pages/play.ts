import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {awsupLines, inlineLines, withYes, wrongIn} from './command-lines.js'
import {checkData} from './data.js'
import {edited} from './edit.js'
import {missingFrom} from './excerpt.js'
import {readPage, type Block} from './page.js'
import {folderOf, openTerminal, type Terminal} from './terminal.js'
import {runsOf} from './workflow.js'
import {openWorld, type World} from './worlds.js'

/** What came of a page. */
export interface Played {
  /** `line 12: …`: what is wrong, in the order of the page; it ends with the first command that does. */
  readonly wrong: readonly string[]
  /** `line 12: needs a browser`: blocks that were not played, with the page's own reason. */
  readonly skipped: readonly string[]
  /** How many blocks were run, written or compared. */
  readonly played: number
}

const SKIP = /^skip because (.+)$/
const KEYS = /^with the keys in (\S+?)( and a code)?$/
/** Stands in a page for the code that an authenticator app shows. */
const CODE = '123456'
const WITHOUT = /^run its steps, without "([^"]+)" because .+$/

/**
 * Plays a page as a person would: blocks with a file name are written to that file, `sh` is run, `text` after it is what it
 * must have said, `console` has both, `yaml` and `json` without a file name are checked as what they are. What cannot be
 * played here says so in a comment: `<!-- play: skip because it needs a browser -->`. Any other block is wrong.
 */
export async function play(markdown: string): Promise<Played> {
  const {blocks, begin} = readPage(markdown)
  const wrong = inlineLines(markdown).flatMap(wrongIn)
  const skipped: string[] = []
  let played = 0
  const world = await openWorld(begin)
  const terminal = openTerminal(world.env)
  try {
    const names = await world.prepare(terminal.folder)
    const filled = (text: string): string =>
      Object.entries(names).reduce((told, [name, real]) => told.replaceAll(name, real), text)
    let output: string | undefined
    for (const block of blocks) {
      const at = `line ${block.line}`
      wrong.push(...awsupLines(block.text).flatMap((line) => wrongIn(line).map((what) => `${at}: ${what}`)))
      const reason = SKIP.exec(block.note ?? '')?.[1]
      if (reason !== undefined) {
        skipped.push(`${at}: ${reason}`)
        continue
      }
      if (!isKnown(block.note)) {
        wrong.push(`${at}: the player does not know "${block.note ?? ''}"`)
        break
      }
      const text = await withCode({...block, text: filled(block.text)}, {terminal, world})
      const came = await playBlock({...block, text}, {terminal, output})
      output = came.output
      wrong.push(...came.wrong.map((what) => `${at}: ${what}`))
      played += 1
      // What comes after a command that failed would only fail as well.
      if (came.wrong.length > 0) break
    }
  } finally {
    await world.close()
  }
  return {wrong, skipped, played}
}

const isKnown = (note: string | undefined): boolean =>
  note === undefined || ['answer yes', 'without credentials'].includes(note) || KEYS.test(note) || WITHOUT.test(note)

interface Came {
  readonly wrong: readonly string[]
  /** Of the commands, for a `text` that comes next. */
  readonly output?: string | undefined
}

interface State {
  readonly terminal: Terminal
  readonly output: string | undefined
}

async function playBlock(block: Block, {terminal, output}: State): Promise<Came> {
  const {language, file, text} = block
  if (language === 'diff' && file !== undefined) return {wrong: editFile(terminal, {file, text})}
  if (file !== undefined) {
    const path = writeFile(terminal, {file, text})
    return {wrong: WITHOUT.test(block.note ?? '') ? await runSteps(block, terminal) : checkData(language, {path, text})}
  }
  switch (language) {
    case 'sh': {
      const seen = await terminal.type(asPerson(block, terminal)(text))
      return {
        wrong: seen.code === 0 ? [] : [`ended with ${seen.code ?? 'a signal'}:\n${seen.output}`],
        output: seen.output,
      }
    }
    case 'text': {
      if (output === undefined) return {wrong: ['a text that comes after no commands']}
      const missing = missingFrom(output, text)
      return {wrong: missing === undefined ? [] : [`the output lacks\n${missing}\nit is\n${output}`], output}
    }
    case 'console':
      return {wrong: await playSession(text, {terminal, typed: asPerson(block, terminal)})}
    case 'yaml':
    case 'json':
      return {wrong: checkData(language, {text})}
    default:
      return {
        wrong: [`the player has no use for a block "${language}": name a file after it, or say why it is skipped`],
      }
  }
}

interface Session {
  readonly terminal: Terminal
  readonly typed: (command: string) => string
}

/**
 * What a block's note says of the person: `answer yes` types `--yes` where a command takes it, for there is no terminal to
 * ask on; `without credentials`, and `with the keys in alice.json` that awsup wrote, of its first user.
 */
function asPerson({note = ''}: Block, terminal: Terminal): (command: string) => string {
  const [, file] = KEYS.exec(note) ?? []
  if (note === 'answer yes') return withYes
  if (note === 'without credentials')
    return (command) => `(unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n${command}\n)`
  if (file === undefined) return (command) => command
  const {accessKeyId = '', secretAccessKey = ''} = keysIn(terminal, file)
  const set = `export AWS_ACCESS_KEY_ID='${accessKeyId}' AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`
  return (command) => `(${set}\n${command}\n)`
}

/** The text of a block that is played with a code: `123456` is the next one of the person whose keys are used. */
async function withCode(
  {note = '', text}: Block,
  {terminal, world}: {readonly terminal: Terminal; readonly world: World},
): Promise<string> {
  const [, file = '', isWithCode] = KEYS.exec(note) ?? []
  if (isWithCode === undefined) return text
  const user = keysIn(terminal, file).user ?? ''
  return text.includes(CODE) ? text.replaceAll(CODE, await world.code(user)) : text
}

function keysIn(terminal: Terminal, file: string): Keys {
  const [keys] = JSON.parse(readFileSync(path.join(folderOf(terminal), file), 'utf8')) as readonly Keys[]
  return keys ?? {}
}

interface Keys {
  readonly user?: string
  readonly accessKeyId?: string
  readonly secretAccessKey?: string
}

function editFile(terminal: Terminal, {file, text}: {readonly file: string; readonly text: string}): readonly string[] {
  const target = path.join(folderOf(terminal), file)
  try {
    writeFileSync(target, edited(readFileSync(target, 'utf8'), text))
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
  return []
}

function writeFile(terminal: Terminal, {file, text}: {readonly file: string; readonly text: string}): string {
  const target = path.join(folderOf(terminal), file)
  mkdirSync(path.dirname(target), {recursive: true})
  writeFileSync(target, `${text}\n`)
  return target
}

/** `$ command` and what it says. A command fails exactly where an error of awsup or a conflict of git is shown. */
async function playSession(text: string, {terminal, typed}: Session): Promise<readonly string[]> {
  for (const part of text.split(/^\$ /m).filter((one) => one.trim() !== '')) {
    const [, command = '', shown = ''] = /^((?:.*\\\n)*.*)\n?([\s\S]*)$/.exec(part) ?? []
    const {code, output} = await terminal.type(typed(command))
    const isRefusal = /^(awsup: (?!warning)|CONFLICT )/m.test(shown)
    if ((code !== 0) !== isRefusal) return [`${command} ended with ${code ?? 'a signal'}:\n${output}`]
    const missing = missingFrom(output, shown)
    if (missing !== undefined) return [`the output of ${command} lacks\n${missing}\nit is\n${output}`]
  }
  return []
}

/** The commands of a workflow, in the order of its jobs and steps. */
async function runSteps({text, note = ''}: Block, terminal: Terminal): Promise<readonly string[]> {
  const [, without = ''] = WITHOUT.exec(note) ?? []
  for (const run of runsOf(text).filter((one) => !one.includes(without))) {
    const {code, output} = await terminal.type(run, {CI: 'true', GITHUB_STEP_SUMMARY: '/dev/null'})
    if (code !== 0) return [`${run} ended with ${code ?? 'a signal'}:\n${output}`]
  }
  return []
}

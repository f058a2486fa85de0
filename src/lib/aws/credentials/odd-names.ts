import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {readRegularFile} from '../../../files/read.js'

/** What the SDK's reader of config files takes for a name; others it drops without a word. */
const PLAIN = /^[\w-@+.%:/]+$/

/** Sections of the config file with a name of their own. */
const SORTS = ['profile', 'sso-session', 'services']

/** Settings whose value is such a name. */
const REFERENCE = /^(\s*(?:source_profile|sso_session|services)\s*=\s*)(.*?)(\s*)$/

/** Names as people write them, and as the SDK is shown them. */
export interface OddNames {
  /** For who asks the SDK. */
  shown(name: string): string
  /** For who reads what the SDK says. */
  restore(text: string): string
}

/** A config file or credentials file, and the same as the SDK can read it. Pure. */
export function renameOdd(text: string, file: 'config' | 'credentials'): {text: string; names: readonly string[]} {
  const names = new Set<string>()
  const rename = (name: string): string => {
    if (PLAIN.test(name)) return name
    names.add(name)
    return encoded(name)
  }
  const lines = text.split('\n').map((line) => {
    const header = /^\s*\[(.+)\]\s*(?:[#;].*)?$/.exec(line.replace(/\r$/, ''))?.[1]?.trim()
    if (header !== undefined) {
      if (file === 'credentials') return `[${rename(header)}]`
      const [sort = '', name, ...more] = wordsOf(header)
      return SORTS.includes(sort) && name !== undefined && more.length === 0 ? `[${sort} ${rename(name)}]` : line
    }
    const setting = plainSetting(line)
    const [, start, name, end] = REFERENCE.exec(setting) ?? []
    return start === undefined || name === undefined || name === '' ? setting : `${start}${rename(name)}${end ?? ''}`
  })
  return {text: lines.join('\n'), names: [...names]}
}

/** Python's reader of such files takes capitals for small letters, and a colon for the sign between name and value. */
const plainSetting = (line: string): string =>
  line.replace(/^\s*[A-Za-z][\w-]*\s*[:=]/, (name) => `${name.slice(0, -1).toLowerCase()}=`)

/** No letter of it means anything to anybody's reader. */
const encoded = (name: string): string => `awsup-${Buffer.from(name).toString('hex')}`

/** As botocore splits a header (`shlex`): quotes hold a name together, a backslash keeps the next letter. */
function wordsOf(header: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < header.length; at += 1) {
    const letter = header.charAt(at)
    if (quote !== '' && letter === quote) quote = ''
    else if (letter === '\\' && quote !== "'") word = (word ?? '') + header.charAt((at += 1))
    else if (quote !== '') word = (word ?? '') + letter
    else if (letter === '"' || letter === "'") [quote, word] = [letter, word ?? '']
    else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  if (quote !== '') return []
  return word === undefined ? words : [...words, word]
}

/** More bytes than such a file has. */
const LARGEST = 4 * 1024 * 1024

function read(path: string): string | undefined {
  try {
    return readRegularFile(path, {limit: LARGEST, refuse: (why) => new Error(why)})?.toString('utf8')
  } catch {
    // The SDK takes a file that cannot be read for none.
    return undefined
  }
}

/**
 * Shows the SDK the user's own files as it can read them: botocore, and with it the AWS CLI, takes profiles and sessions
 * with blanks, quotes and brackets in their names (`aws configure sso` writes them), and settings in capitals; the SDK
 * drops all of these. Nothing is written. strangers/clients/profiles.test.ts holds the outcome against boto3.
 */
export async function showOddNames(env: NodeJS.ProcessEnv = process.env): Promise<OddNames> {
  const {externalDataInterceptor, getHomeDir} = await import('@smithy/core/config')
  const home = getHomeDir()
  const pathOf = (variable: string, name: string): string => {
    const path = env[variable] ?? join(home, '.aws', name)
    return path.startsWith('~/') ? join(home, path.slice(2)) : path
  }
  const names = new Set<string>()
  for (const [file, path] of [
    ['config', pathOf('AWS_CONFIG_FILE', 'config')],
    ['credentials', pathOf('AWS_SHARED_CREDENTIALS_FILE', 'credentials')],
  ] as const) {
    const text = read(path)
    if (text === undefined) continue
    const renamed = renameOdd(text, file)
    if (renamed.text === text) continue
    externalDataInterceptor.interceptFile(path, renamed.text)
    for (const name of renamed.names) names.add(name)
  }
  for (const name of names) {
    const token = read(join(home, '.aws', 'sso', 'cache', `${sha1(name)}.json`))
    if (token !== undefined) externalDataInterceptor.interceptToken(encoded(name), tokenIn(token))
  }
  const back = new Map([...names].map((name) => [encoded(name), name]))
  return {
    shown: (name) => (names.has(name) ? encoded(name) : name),
    restore: (text) => text.replaceAll(/awsup-[0-9a-f]+/g, (found) => back.get(found) ?? found),
  }
}

/** The token of a session lies in a file that is called by the session's name. */
const sha1 = (name: string): string => createHash('sha1').update(name).digest('hex')

/** What the file holds; where it is no JSON, as if there were none: the SDK then says how to sign in. */
function tokenIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

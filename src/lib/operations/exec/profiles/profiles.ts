import {createHash} from 'node:crypto'
import {ConflictError, UsageError} from '../../../base/errors.js'
import {DEFAULT_ENDPOINT} from '../../../outputs/content/facts.js'
import type {Marks} from '../../../outputs/edit/block.js'
import type {Project} from '../../../project/project.js'
import {findIds} from '../../environments/environments.js'

/** A profile of ~/.aws/config that stands for an environment. */
export interface Profile {
  readonly name: string
  readonly environment: string
  readonly accountId: string
  readonly region: string
}

/** How a profile gets its credentials. */
export interface Asking {
  /** awsup itself: the words that start it, absolute paths. */
  readonly command: readonly string[]
  /** Of the AWS profile that awsup signs in with; without meaning in the sandbox. */
  readonly source: string
}

/** One for each environment that was made, in the order of awsup.yaml. */
export const profilesOf = (project: Project): readonly Profile[] =>
  [...project.manifest.environments.keys()].flatMap((environment) => {
    const ids = findIds(project, environment)
    if (!ids) return []
    return [{name: `${project.manifest.project}-${environment}`, environment, ...pick(ids)}]
  })

const pick = ({accountId, region}: {accountId: string; region: string}) => ({accountId, region})

/**
 * The lines of all profiles. Each names the profile that awsup signs in with, so that a shell in which AWS_PROFILE is one
 * of these does not make awsup ask itself.
 */
export const linesOf = (project: Project, profiles: readonly Profile[], asking: Asking): readonly string[] =>
  profiles.flatMap(({name, environment, region}) => [
    `[profile ${name}]`,
    `credential_process = ${commandOf(project, environment, asking)}`,
    `region = ${region}`,
    ...(project.target === 'sandbox' ? [`endpoint_url = ${DEFAULT_ENDPOINT}`] : []),
  ])

function commandOf(project: Project, environment: string, {command, source}: Asking): string {
  const target = project.target === 'sandbox' ? ['--sandbox'] : ['--profile', source]
  const words = [...command, 'credentials', environment, '--project-dir', project.root, '--no-input', ...target]
  return words.map(quoteWord).join(' ')
}

/**
 * A word of `credential_process`, which botocore splits as a shell does, and the SDKs hand to a shell. Throws UsageError
 * where a client would read another word: they cut a value at a blank and `#` or `;`, also between quotes.
 */
export function quoteWord(word: string): string {
  if (/[\u0000-\u001f\u007f]|\s[#;]/.test(word))
    throw new UsageError(`~/.aws/config cannot name the path ${JSON.stringify(word)}`, {
      hint: 'Use a folder without control characters, and without a blank before # or ;.',
      details: {path: word},
    })
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (process.platform === 'win32') return `"${word}"`
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

const NOTE = 'written by awsup profiles sync: what is between these two lines is replaced'

/** The marks of a project's block; the first line keeps a hash of the lines, so that edits by others are seen. */
export function marksOf(project: string, lines: readonly string[]): Marks {
  const start = `# >>> awsup profiles of ${project}`
  return {start, end: `# <<< awsup profiles of ${project}`, line: `${start} ${hashOf(lines)} (${NOTE})`}
}

/** Throws ConflictError `EDITED` where a block (marks and all) is not as awsup wrote it. */
export function requireAsWritten(block: string, path: string): void {
  const [first = '', ...rest] = block.split(/\r?\n/)
  const lines = rest.slice(0, -1)
  if (first.includes(` ${hashOf(lines)} (`)) return
  throw new ConflictError(`${path}: somebody changed the lines that awsup wrote`, {
    code: 'EDITED',
    hint: 'See what would change: awsup profiles sync --diff. Move your own lines below the block, then write it again: awsup profiles sync --overwrite',
    details: {path},
  })
}

const hashOf = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)

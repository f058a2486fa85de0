import {existsSync, realpathSync, statSync} from 'node:fs'
import {delimiter, isAbsolute, join, posix, relative, resolve, sep} from 'node:path'
import {ManifestError} from '../../base/errors.js'
import type {SandboxFunction} from '../../manifest/manifest.js'
import {openSource} from '../../manifest/read/source.js'
import {showName} from '../../manifest/read/show.js'
import type {Project} from '../../project/project.js'
import type {FunctionDefinition} from '../../../sandbox/functions/definition.js'

/** A function whose code was found. */
export interface FoundFunction extends Omit<SandboxFunction, 'runs'> {
  /** In awsup.yaml. */
  readonly key: string
  /** The project, with all links followed. */
  readonly folder: string
  readonly runs: FunctionDefinition['runs']
  /** What is run, as people read it: `functions/resize.mjs`, or the command. */
  readonly shown: string
}

/** As Lambda's runtime looks for a module (aws-lambda-ric, module-loader), and then TypeScript. */
const ENDINGS = ['', '.js', '.mjs', '.cjs'] as const
const TYPED = ['.ts', '.mts', '.cts'] as const
/** Files that programs are told to run. */
const SCRIPT = /\.(py|rb|pl|php|sh|lua|r|jar|[cm]?[jt]s)$/i

/**
 * Finds the code of every function of awsup.yaml, and runs none of it. Throws ManifestError with the place of what does not exist, leads
 * out of the project or cannot be run.
 *
 * @param typed whether the Node that runs handlers reads TypeScript
 */
export function findCode({root, source, manifest}: Project, typed: boolean): readonly FoundFunction[] {
  const folder = realpathSync(root)
  return [...manifest.sandbox.functions].map(([key, said]) => {
    const {runs} = said
    const path = `sandbox.functions.${showName(key)}`
    const refuse = (what: string, hint: string): ManifestError =>
      new ManifestError(`${path}.${what}`, {
        at: openSource(source).at(['sandbox', 'functions', key, 'handler' in runs ? 'handler' : 'command']),
        hint,
        details: {path, function: key},
      })
    const place = {folder, typed, refuse}
    return 'handler' in runs
      ? {...said, ...findHandler(runs.handler, place), key, folder}
      : {...said, ...findCommand(runs.command, place), key, folder}
  })
}

interface Place {
  readonly folder: string
  readonly typed: boolean
  readonly refuse: (what: string, hint: string) => ManifestError
}

type Found = Pick<FoundFunction, 'runs' | 'shown'>

function findHandler(handler: string, {folder, typed, refuse}: Place): Found {
  const [name = '', ...path] = posix.basename(handler).split('.')
  const base = join(folder, posix.dirname(handler), name)
  const file = [...ENDINGS, ...TYPED].map((ending) => base + ending).find(isFile)
  if (file === undefined) {
    const looked = ['.js', '.mjs', '.cjs'].map((ending) => `${relative(folder, base)}${ending}`)
    throw refuse(`handler is ${handler}, and there is no such file`, `Looked for ${looked.join(', ')} in ${folder}.`)
  }
  if (!typed && TYPED.some((ending) => file.endsWith(ending))) {
    throw refuse(
      `handler is TypeScript, which Node ${process.versions.node} does not run: ${relative(folder, file)}`,
      'Use Node 22.18 or newer, or compile it and name what comes out.',
    )
  }
  const real = realpathSync(file)
  if (!isInside(folder, real)) throw leadsOut('handler', relative(folder, file), refuse)
  return {runs: {handler, file: real, path}, shown: `${relative(folder, real)} (${path.join('.')})`}
}

function findCommand(command: readonly [string, ...string[]], {folder, refuse}: Place): Found {
  const [program, ...args] = command
  for (const arg of [/[\\/]/.test(program) ? program : '', ...args].filter((one) => one !== '')) {
    const path = resolve(folder, arg)
    if (isAbsolute(arg)) {
      if (arg !== program && !existsSync(path)) continue
      throw refuse(
        `command names ${arg}, which is no path in the project`,
        'Write paths from the folder of awsup.yaml, and a program of the system by its name alone.',
      )
    }
    if (existsSync(path)) {
      if (!isInside(folder, realpathSync(path))) throw leadsOut('command', arg, refuse)
    } else if (arg === program || SCRIPT.test(arg)) {
      throw refuse(`command names ${arg}, and there is no such file`, `Looked for it in ${folder}.`)
    }
  }
  if (!/[\\/]/.test(program) && !isOnPath(program)) {
    throw refuse(
      `command begins with ${program}, which is not on the PATH`,
      'Install it, or name a file of the project.',
    )
  }
  const start = /[\\/]/.test(program) ? resolve(folder, program) : program
  return {runs: {command: [start, ...args]}, shown: command.map(quoted).join(' ')}
}

const leadsOut = (key: string, path: string, refuse: Place['refuse']): ManifestError =>
  refuse(`${key} leads out of the project: ${path}`, 'A function’s code is in the folder of awsup.yaml; copy it there.')

const quoted = (part: string): string => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))

const isFile = (path: string): boolean => statSync(path, {throwIfNoEntry: false})?.isFile() ?? false

const isInside = (folder: string, path: string): boolean => path === folder || path.startsWith(folder + sep)

/** Windows finds programs by their endings too. */
function isOnPath(program: string): boolean {
  const endings = process.platform === 'win32' ? ['', ...(process.env['PATHEXT'] ?? '.EXE').split(';')] : ['']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  return folders.some((folder) => endings.some((ending) => isFile(join(folder, program + ending))))
}

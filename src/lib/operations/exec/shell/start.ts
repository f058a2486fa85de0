import {type Marker, sgrOf} from './marker.js'
import {fishScript, keptAs, type Kept, powershellScript, renderBashrc, renderZshenv, renderZshrc} from './scripts.js'
import type {ShellProgram} from './program.js'

/** How a shell is started so that its prompt is marked. None of the user's own files is changed. */
export interface ShellStart {
  readonly argv: readonly string[]
  /** In addition to those of the environment. */
  readonly variables: Readonly<Record<string, string>>
  /** Name → text, in a private folder that is removed afterwards. */
  readonly files: Readonly<Record<string, string>>
  /** Whether the prompt shows where the user is. */
  readonly isMarked: boolean
}

export interface Starting {
  readonly program: ShellProgram
  readonly marker: Marker
  /** Where its files will be. */
  readonly folder: string
  /** What the child's environment says. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The files that a shell reads at its start may set AWS_PROFILE or keys, which would lead every command to another
 * account. So the variables are given twice, and are set again once those files are read. Pure.
 */
export function startShell({program: {file, family}, marker, folder, env}: Starting): ShellStart {
  const kept = keptOf(env)
  const twice = Object.fromEntries(Object.entries(kept).map(([name, value]) => [keptAs(name), value]))
  const script: Kept = {marker, names: Object.keys(kept), folder}
  const [nothing, plain] = [{}, `${marker.text} `]
  switch (family) {
    case 'bash':
      return {
        argv: [file, '--rcfile', `${folder}/bashrc`, '-i'],
        variables: twice,
        files: {bashrc: renderBashrc(script)},
        isMarked: true,
      }
    case 'zsh':
      return {
        argv: [file, '-i'],
        variables: {
          ...twice,
          ZDOTDIR: folder,
          ...(env['ZDOTDIR'] === undefined ? {} : {[keptAs('ZDOTDIR')]: env['ZDOTDIR']}),
        },
        files: {'.zshenv': renderZshenv(script), '.zshrc': renderZshrc(script)},
        isMarked: true,
      }
    case 'fish':
      return {argv: [file, '-C', fishScript(script)], variables: twice, files: nothing, isMarked: true}
    case 'powershell':
      return {
        argv: [file, '-NoLogo', '-NoExit', '-Command', powershellScript(script)],
        ...{variables: twice, files: nothing, isMarked: true},
      }
    case 'cmd': {
      const shown = marker.coloured ? `$E[${sgrOf(marker)}m$C${marker.text.slice(1, -1)}$F$E[0m ` : cmdText(marker)
      return {argv: [file], variables: {PROMPT: `${shown}$P$G`}, files: nothing, isMarked: true}
    }
    case 'posix':
      return {argv: [file, '-i'], variables: {PS1: `${plain}$ `}, files: nothing, isMarked: true}
    case 'other':
      return {argv: [file], variables: nothing, files: nothing, isMarked: false}
  }
}

/** In PROMPT, parentheses are $C and $F. */
const cmdText = ({text}: Marker): string => `$C${text.slice(1, -1)}$F `

const keptOf = (env: Starting['env']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (KEPT.has(name) || /^AWSUP_(ENV|ACCOUNT|ROLE|PROTECTED)$/.test(name))
        ? [[name, value] as const]
        : [],
    ),
  )

const KEPT: ReadonlySet<string> = new Set([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
])

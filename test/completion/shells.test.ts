import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {awsup, emptyFolder, surroundings} from '../_helpers/cli.js'
import {binFolder, HOSTILE, project} from './world.js'

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion'
const bin = binFolder()

const scripts = Object.fromEntries(
  await Promise.all(
    ['bash', 'zsh', 'fish', 'powershell'].map(async (shell) => {
      const {code, stdout, stderr} = await awsup(emptyFolder(), ['completion', shell])
      if (code !== 0) throw new Error(stderr)
      return [shell, stdout] as const
    }),
  ),
) as Readonly<Record<string, string>>

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const environment = (cwd: string): NodeJS.ProcessEnv => ({
  ...surroundings(cwd),
  PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  LC_ALL: 'C.UTF-8',
  TERM: 'dumb',
})

/** Why a shell's tests do not run here; said once, by name. */
function isMissing(what: string, isHere: boolean): boolean {
  if (!isHere) console.log(`test/completion: ${what} is not installed here, its tests are skipped`)
  return !isHere
}

function run(cwd: string, argv: readonly [string, ...(readonly string[])], input = ''): string {
  const [program, ...args] = argv
  const {stdout, stderr, status} = spawnSync(program, args, {cwd, env: environment(cwd), encoding: 'utf8', input})
  return status === 0 && stderr === '' ? stdout : `status ${String(status)}\n${stdout}\n${stderr}`
}

/** The words of a line as readline takes them apart, and what the function then offers. */
function bash(cwd: string, words: readonly string[], {setup = '', line = words.join(' ')} = {}): readonly string[] {
  writeFileSync(join(bin, 'script.bash'), scripts['bash'] ?? '')
  const program = `${setup}
eval "$(cat '${join(bin, 'script.bash')}')"
line=$1; shift
COMP_LINE=$line COMP_POINT=\${#line} COMP_TYPE=9 COMP_WORDS=("$@") COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)) COMPREPLY=()
_awsup
[ \${#COMPREPLY[@]} -eq 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`
  const text = run(cwd, ['bash', '--norc', '-c', program, 'bash', line, ...words])
  return text.split('\n').filter((word) => word !== '')
}

const BASHES: readonly (readonly [name: string, setup: string, isHere: boolean])[] = [
  ['bash alone', '', has('bash')],
  ['bash with the package bash-completion', `. ${BASH_COMPLETION}`, has('bash') && existsSync(BASH_COMPLETION)],
]

describe.each(BASHES)('%s', (name, setup, isHere) => {
  const skip = isMissing(name, isHere)

  test.skipIf(skip).each<readonly [words: readonly string[], line: string, offered: readonly string[]]>([
    [['awsup', 'env', 'sw'], 'awsup env sw', ['switch']],
    [['awsup', 'env', 'switch', ''], 'awsup env switch ', ['dev', 'prod']],
    [['awsup', 'env', 'switch', 'p'], 'awsup  env   switch p', ['prod']],
    [['awsup', 'plan', '--ch'], 'awsup plan --ch', ['--check']],
    // Taken apart at = and :, only what stands behind is replaced.
    [['awsup', 'plan', '--env', '=', 'p'], 'awsup plan --env=p', ['prod']],
    [['awsup', 'plan', '--env', '=', ''], 'awsup plan --env=', ['dev', 'prod']],
    [['awsup', 'plan', '--env', '='], 'awsup plan --env=', ['dev', 'prod']],
    [['awsup', 'access', 'show', '--role', 'group', ':', 'e'], 'awsup access show --role group:e', ['editors']],
    [['awsup', 'access', 'show', '--role', '=', 'gr'], 'awsup access show --role=gr', ['group:editors']],
    [['awsup', 'env', 'switch', "'p"], "awsup env switch 'p", ['prod']],
    [['awsup', 'env', 'switch', '"p'], 'awsup env switch "p', ['prod']],
    [['awsup', 'plan', '--env', 'zz'], 'awsup plan --env zz', []],
    // What is typed is not run.
    [['awsup', '--profile', '$(touch pwned)', 'env', 'sw'], 'awsup --profile $(touch pwned) env sw', ['switch']],
  ])('offers for %j', (words, line, offered) => {
    const cwd = project()
    expect(bash(cwd, words, {setup, line})).toEqual(offered)
    expect(readdirSync(cwd)).toEqual(['awsup.yaml'])
  })

  test.skipIf(skip)('runs nothing of a hostile awsup.yaml, and is silent without one', () => {
    const hostile = project(HOSTILE)
    expect(bash(hostile, ['awsup', 'env', 'switch', ''], {setup})).toEqual(['dev'])
    expect(readdirSync(hostile)).toEqual(['awsup.yaml'])
    expect(bash(project(null), ['awsup', 'env', 'switch', ''], {setup})).toEqual([])
    expect(bash(project('environments: {dev: {'), ['awsup', 'env', 'switch', ''], {setup})).toEqual(['dev'])
  })

  test.skipIf(skip)('is silent where awsup itself is gone', () => {
    expect(bash(project(), ['awsup', 'env', ''], {setup: `${setup}\nPATH=/usr/bin:/bin`})).toEqual([])
  })

  test.skipIf(skip)('after exec dev -- names commands', () => {
    // Outside of a real Tab, bash-completion says that nothing is being completed.
    expect(bash(project(), ['awsup', 'exec', 'dev', '--', 'mkfif'], {setup: `${setup}\nexec 2>/dev/null`})).toContain(
      'mkfifo',
    )
  })
})

describe('fish', () => {
  const skip = isMissing('fish', has('fish'))
  const fish = (cwd: string, line: string): readonly string[] => {
    writeFileSync(join(bin, 'script.fish'), scripts['fish'] ?? '')
    const text = run(cwd, [
      'fish',
      '--no-config',
      '-c',
      'source $argv[1]; complete -C $argv[2]',
      join(bin, 'script.fish'),
      line,
    ])
    return text.split('\n').filter((one) => one !== '')
  }

  test.skipIf(skip).each([
    ['awsup env sw', ['switch\tPoint the front end at an environment']],
    ['awsup env switch ', ['dev\teu-west-1', 'prod\teu-central-1, protected']],
    ['awsup env switch p', ['prod\teu-central-1, protected']],
    ['awsup plan --env=p', ['--env=prod\teu-central-1, protected']],
    ['awsup access show --role group:e', ['group:editors\tgroup with access rules']],
    ['awsup plan --env zz', []],
    ['awsup user create x --secrets-file aws', ['awsup.yaml']],
    ['awsup user create x --secrets-file=aws', ['--secrets-file=awsup.yaml']],
  ])('offers for %j', (line, offered) => {
    expect(fish(project(), line)).toEqual(offered)
  })

  test.skipIf(skip)('completes what follows exec dev -- as that command', () => {
    expect(fish(project(), 'awsup exec dev -- mkfif').join('\n')).toContain('mkfifo')
  })

  test.skipIf(skip)('runs nothing of a hostile awsup.yaml, and is silent without one', () => {
    const hostile = project(HOSTILE)
    expect(fish(hostile, 'awsup env switch ')).toEqual(['dev'])
    // fish makes folders of its own in HOME.
    expect(readdirSync(hostile)).not.toContain('pwned')
    expect(fish(project(null), 'awsup env switch ')).toEqual([])
  })
})

describe('zsh', () => {
  const skip = isMissing('zsh', has('zsh'))

  /** What stands on the line after Tab, in a zsh of its own on a pseudo-terminal; it is typed once the prompt stands. */
  function zsh(cwd: string, line: string): string {
    const functions = join(emptyFolder(), 'functions')
    mkdirSync(functions)
    writeFileSync(join(functions, '_awsup'), scripts['zsh'] ?? '')
    const driver = join(functions, 'driver')
    writeFileSync(
      driver,
      `zmodload zsh/zpty
TRAPEXIT() { zpty -d z 2>/dev/null }
wait_for() { local part all; while zpty -r z part; do all+=$part; [[ $all == *$1* ]] && { print -rn -- $all; return } ; done }
zpty z zsh -f -i
zpty -w z 'unset zle_bracketed_paste; fpath=('$1' $fpath); autoload -U compinit; compinit -u -D'
zpty -w z 'show() { zle -I; print -r -- "<<$BUFFER>>" }; zle -N show; bindkey "^I" complete-word; bindkey "^X" show; PS1=; print re""ady'
wait_for ready >/dev/null
zpty -w -n z "$2"$'\\t\\x18'
wait_for '>>'
`,
    )
    const text = run(cwd, ['zsh', '-f', driver, functions, line])
    return /<<([^\n]*)>>/.exec(text)?.[1] ?? text
  }

  test.skipIf(skip).each([
    ['awsup env sw', 'awsup env switch '],
    ['awsup env switch p', 'awsup env switch prod '],
    ['awsup plan --env=p', 'awsup plan --env=prod '],
    ['awsup plan --ch', 'awsup plan --check '],
    ['awsup access show --role group:e', 'awsup access show --role group:editors '],
    ['awsup user delete b', 'awsup user delete bob@acme.dev '],
    ['awsup plan --env zz', 'awsup plan --env zz'],
    ['awsup user create x --secrets-file aws', 'awsup user create x --secrets-file awsup.yaml '],
    ['awsup user create x --secrets-file=aws', 'awsup user create x --secrets-file=awsup.yaml '],
    ['awsup exec dev -- ls aws', 'awsup exec dev -- ls awsup.yaml '],
  ])('turns %j into %j', (line, completed) => {
    expect(zsh(project(), line)).toBe(completed)
  })

  test.skipIf(skip)('runs nothing of a hostile awsup.yaml', () => {
    const hostile = project(HOSTILE)
    expect(zsh(hostile, 'awsup env switch ')).toBe('awsup env switch dev ')
    expect(readdirSync(hostile)).toEqual(['awsup.yaml'])
  })

  test.skipIf(skip)('takes the script by eval, too', () => {
    const cwd = project()
    writeFileSync(join(bin, 'script.zsh'), scripts['zsh'] ?? '')
    const program = 'autoload -U compinit; compinit -u -D; eval "$(cat $1)"; print -r -- $_comps[awsup]'
    expect(run(cwd, ['zsh', '-f', '-c', program, 'zsh', join(bin, 'script.zsh')])).toBe('_awsup\n')
  })
})

describe('PowerShell', () => {
  test('its script is the one that was read and agreed', () => {
    expect(scripts['powershell']).toBe(readFileSync(join(import.meta.dirname, 'powershell.golden.ps1'), 'utf8'))
  })

  test.skipIf(isMissing('pwsh', has('pwsh')))('offers environments', () => {
    const cwd = project()
    writeFileSync(join(bin, 'script.ps1'), scripts['powershell'] ?? '')
    const program = `. '${join(bin, 'script.ps1')}'; (TabExpansion2 -inputScript 'awsup env switch ' -cursorColumn 17).CompletionMatches.CompletionText`
    expect(run(cwd, ['pwsh', '-NoProfile', '-NonInteractive', '-Command', program]).trim().split(/\r?\n/)).toEqual([
      'dev',
      'prod',
    ])
  })
})

test('no script has a name of awsup’s commands, environments or flags: it cannot be out of date', () => {
  const names = ['switch', 'rotate-secret', '--env ', '--check', 'organization']
  for (const script of Object.values(scripts)) expect(names.filter((name) => script.includes(name))).toEqual([])
})

test.skipIf(!has('bash'))('the script for bash is in the syntax of bash 3.2', () => {
  const newer =
    /declare -A|local -A|mapfile|readarray|\$\{\w+(\^|,|@[A-Z])|&>>|\|&|coproc|\$\{\w+: -\d|-v \w+\[|local -n/
  expect((scripts['bash'] ?? '').split('\n').filter((line) => newer.test(line))).toEqual([])
  expect(execFileSync('bash', ['-n'], {input: scripts['bash'], encoding: 'utf8'})).toBe('')
})

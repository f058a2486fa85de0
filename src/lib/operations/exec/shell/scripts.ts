import {type Marker, sgrOf} from './marker.js'

/** What a script of a shell is made of. */
export interface Kept {
  readonly marker: Marker
  /** Variables that are set again after the user's own files were read. */
  readonly names: readonly string[]
  /** Where the script's files are. */
  readonly folder: string
}

/** Under which name a variable is kept until the user's own files were read. */
export const keptAs = (name: string): string => `AWSUP_KEEP_${name}`

/** Variables by which clients of AWS would go elsewhere. */
const FOREIGN = [
  ...['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SECURITY_TOKEN', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'],
  ...['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
]

/** For bash, zsh and fish alike, which differ in what is escaped between such quotes: nothing of ours needs it. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

const setAgain = ({names}: Kept): string =>
  [
    `unset ${FOREIGN.join(' ')}`,
    ...names.map((name) => `export ${name}="$${keptAs(name)}"; unset ${keptAs(name)}`),
  ].join('\n')

/** Files are gone as soon as they are read, whatever becomes of awsup. */
const removeFiles = (folder: string, names: readonly string[]): string =>
  `command rm -f -- ${names.map((name) => quote(`${folder}/${name}`)).join(' ')}; command rmdir -- ${quote(folder)} 2>/dev/null`

/** Programs that draw prompts set PS1 before each one, so it is marked before each one. */
export function renderBashrc(kept: Kept): string {
  const {marker, folder} = kept
  const shown = marker.coloured ? String.raw`\[\e[${sgrOf(marker)}m\]${marker.text}\[\e[0m\] ` : `${marker.text} `
  return `# Made by awsup shell; removed as soon as it is read.
${removeFiles(folder, ['bashrc'])}
if [ -f ~/.bashrc ]; then . ~/.bashrc; fi
${setAgain(kept)}
__awsup_marker=${quote(shown)}
__awsup_prompt() {
  local code=$?
  case $PS1 in "$__awsup_marker"*) ;; *) PS1=$__awsup_marker$PS1 ;; esac
  return $code
}
if [[ "$(declare -p PROMPT_COMMAND 2>/dev/null)" == "declare -a"* ]]; then
  PROMPT_COMMAND+=(__awsup_prompt)
elif [ -n "\${PROMPT_COMMAND-}" ]; then
  PROMPT_COMMAND=$PROMPT_COMMAND$'\\n'__awsup_prompt
else
  PROMPT_COMMAND=__awsup_prompt
fi
`
}

/** zsh looks for all its files in ZDOTDIR, which the user's own .zshenv may set. */
export const renderZshenv = ({folder}: Kept): string => `# Made by awsup shell; removed as soon as zsh has started.
if (( \${+${keptAs('ZDOTDIR')}} )); then export ZDOTDIR=$${keptAs('ZDOTDIR')}; else unset ZDOTDIR; fi
unset ${keptAs('ZDOTDIR')}
[[ -f \${ZDOTDIR:-$HOME}/.zshenv ]] && . "\${ZDOTDIR:-$HOME}/.zshenv"
(( \${+ZDOTDIR} )) && __awsup_zdotdir=$ZDOTDIR
export ZDOTDIR=${quote(folder)}
`

export function renderZshrc(kept: Kept): string {
  const {marker, folder} = kept
  const colour = marker.protected ? '%B%F{red}' : '%F{cyan}'
  const shown = marker.coloured ? `${colour}${marker.text}%f%b ` : `${marker.text} `
  return `# Made by awsup shell; removed as soon as zsh has started.
if (( \${+__awsup_zdotdir} )); then export ZDOTDIR=$__awsup_zdotdir; else unset ZDOTDIR; fi
unset __awsup_zdotdir
${removeFiles(folder, ['.zshenv', '.zshrc'])}
[[ \${HISTFILE-} == ${quote(folder)}/* ]] && HISTFILE=\${ZDOTDIR:-$HOME}/.zsh_history
[[ -f \${ZDOTDIR:-$HOME}/.zshrc ]] && . "\${ZDOTDIR:-$HOME}/.zshrc"
${setAgain(kept)}
typeset -g __awsup_marker=${quote(shown)}
__awsup_prompt() {
  local code=$?
  [[ $PROMPT == "$__awsup_marker"* ]] || PROMPT=$__awsup_marker$PROMPT
  return $code
}
autoload -Uz add-zsh-hook && add-zsh-hook precmd __awsup_prompt
`
}

/** A variable that fish keeps for all shells of the user stays as it is there, and is hidden here. */
export function fishScript({marker, names}: Kept): string {
  const colour = marker.protected ? 'set_color --bold red' : 'set_color cyan'
  const shown = marker.coloured
    ? `${colour}; echo -n ${quote(marker.text)}; set_color normal; echo -n ' '`
    : `echo -n ${quote(`${marker.text} `)}`
  return `for name in ${FOREIGN.join(' ')}
  set -eg $name
  set -q $name; and set -gu $name ''
end
for name in ${names.join(' ')}
  set -l kept AWSUP_KEEP_$name
  set -gx $name $$kept
  set -eg $kept
end
functions -q fish_prompt; and functions -c fish_prompt __awsup_prompt
function __awsup_status; return $argv; end
function fish_prompt
  set -l code $status
  ${shown}
  if functions -q __awsup_prompt
    __awsup_status $code
    __awsup_prompt
  end
end`
}

/** Without double quotes, which programs of Windows take apart. */
export function powershellScript({marker, names}: Kept): string {
  const colour = marker.coloured ? ` -ForegroundColor ${marker.protected ? 'Red' : 'Cyan'}` : ''
  const listed = (all: readonly string[]): string => all.map((name) => `'${name}'`).join(',')
  return [
    `foreach ($n in ${listed(FOREIGN)}) { Remove-Item -ErrorAction Ignore ('Env:' + $n) }`,
    `foreach ($n in ${listed(names)}) { $k = 'Env:AWSUP_KEEP_' + $n; Set-Item ('Env:' + $n) (Get-Item $k).Value; Remove-Item $k }`,
    '$global:AwsupPrompt = $function:prompt',
    `function global:prompt { Write-Host -NoNewline${colour} '${marker.text} '; & $global:AwsupPrompt }`,
  ].join('; ')
}

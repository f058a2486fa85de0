/**
 * For bash 3.2 (macOS) and newer, with the package bash-completion or without it. Nothing that is typed or answered is
 * ever expanded: no `eval`, no `compgen -W`. Words are put together again that bash takes apart at `:`, `=` and `@`.
 */
export const BASH = String.raw`# awsup completion for bash: eval "$(awsup completion bash)"

_awsup() {
  local line=\${COMP_LINE:0:COMP_POINT} gap word raw current prefix i longest=0 tab=$'\t'
  local -a words answer values descriptions
  words=()
  for ((i = 0; i < COMP_CWORD; i++)); do
    gap=\${line%%[![:space:]]*}
    line=\${line#"$gap"}
    word=\${COMP_WORDS[i]}
    line=\${line#"$word"}
    if [[ -z $gap && i -gt 0 ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words[\${#words[@]}]=$word
    fi
  done
  gap=\${line%%[![:space:]]*}
  raw=\${line#"$gap"}
  if [[ -z $gap && \${#words[@]} -gt 1 ]]; then
    raw=\${words[\${#words[@]} - 1]}$raw
    unset "words[\${#words[@]} - 1]"
  fi
  for ((i = 0; i < \${#words[@]}; i++)); do
    words[i]=\${words[i]//[\\\"\']/}
  done
  current=\${raw//[\\\"\']/}

  answer=()
  while IFS= read -r word; do
    answer[\${#answer[@]}]=$word
  done < <(command awsup __complete 1 bash -- "\${words[@]:1}" "$current" 2>/dev/null)
  COMPREPLY=()
  [[ \${#answer[@]} -gt 0 ]] || return 0
  local directive=\${answer[\${#answer[@]} - 1]#:}
  unset "answer[\${#answer[@]} - 1]"
  [[ $directive =~ ^[0-9]+$ ]] || return 0

  if ((directive & 64)); then
    _awsup_command_line
    return 0
  fi

  # Readline replaces what stands after the last of these only, outside of quotes.
  prefix=$current
  case $raw in
    [\'\"]*) prefix= ;;
    *) while [[ -n $prefix && $COMP_WORDBREAKS != *"\${prefix:\${#prefix}-1}"* ]]; do prefix=\${prefix%?}; done ;;
  esac
  # It keeps an @ with the word.
  [[ $prefix == *@ ]] && prefix=\${prefix%@}

  values=() descriptions=()
  for word in "\${answer[@]}"; do
    [[ \${word%%"$tab"*} == "$current"* ]] || continue
    values[\${#values[@]}]=\${word%%"$tab"*}
    [[ $word == *"$tab"* ]] && word=\${word#*"$tab"} || word=
    descriptions[\${#values[@]} - 1]=$word
  done
  for ((i = 0; i < \${#values[@]}; i++)); do
    values[i]=\${values[i]#"$prefix"}
    ((\${#values[i]} > longest)) && longest=\${#values[i]}
  done
  for ((i = 0; i < \${#values[@]}; i++)); do
    COMPREPLY[i]=\${values[i]}
    # Where bash only lists: 63 is the second Tab.
    if [[ \${#values[@]} -gt 1 && \${COMP_TYPE:-9} == 63 && -n \${descriptions[i]} ]]; then
      printf -v word '%-*s  (%s)' "$longest" "\${values[i]}" "\${descriptions[i]}"
      COMPREPLY[i]=\${word:0:\${COLUMNS:-80}-2}
    fi
  done

  if type compopt >/dev/null 2>&1; then
    if ((directive & 16)); then
      compopt -o dirnames +o default 2>/dev/null
    elif ((directive & 5)); then
      compopt +o default 2>/dev/null
    fi
  fi
  return 0
}

# What follows exec <environment> -- is completed as that command would be.
_awsup_command_line() {
  local i start=0
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} == -- ]]; then
      start=$((i + 1))
      break
    fi
  done
  if ((start > 0)) && declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$start"
  elif ((start > 0)) && declare -F _command_offset >/dev/null; then
    _command_offset "$start"
  elif ((start == COMP_CWORD)); then
    while IFS= read -r i; do
      COMPREPLY[\${#COMPREPLY[@]}]=$i
    done < <(compgen -c -- "\${COMP_WORDS[COMP_CWORD]}")
  fi
}

complete -o default -F _awsup awsup
`.replaceAll('\\${', '${')

/** As a file of `fpath` (`#compdef`), or by `eval`. */
export const ZSH = String.raw`#compdef awsup
# awsup completion for zsh: a file _awsup in a folder of fpath

_awsup() {
  local -a answer candidates
  local line value description directive
  answer=("\${(@f)$(command awsup __complete 1 zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  directive=\${answer[-1]#:}
  [[ $directive == <-> ]] || return 1
  answer[-1]=()

  if ((directive & 64)); then
    local start=\${words[(i)--]}
    ((start < CURRENT)) || start=$((CURRENT - 1))
    shift $start words
    ((CURRENT -= start))
    _normal
    return
  fi

  for line in "\${answer[@]}"; do
    [[ -n $line ]] || continue
    value=\${line%%$'\t'*}
    description=
    [[ $line == *$'\t'* ]] && description=\${line#*$'\t'}
    candidates+=("\${value//:/\\:}\${description:+:$description}")
  done

  if ((\${#candidates})); then
    _describe -t awsup awsup candidates
  elif ((directive & 16)); then
    compset -P '--*='
    _files -/
  elif ((!(directive & 5))); then
    compset -P '--*='
    _files
  else
    return 1
  fi
}

if [[ \${funcstack[1]} == _awsup ]]; then
  _awsup "$@"
elif (($+functions[compdef])); then
  compdef _awsup awsup
fi
`.replaceAll('\\${', '${')

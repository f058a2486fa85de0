import {BASH} from './bash.js'
import {FISH} from './fish.js'
import {POWERSHELL} from './powershell.js'
import {ZSH} from './zsh.js'

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

interface Completion {
  readonly script: string
  /** Lines to run, or to put into the file that is named. */
  readonly install: readonly string[]
}

/** The script of each shell, and how it is installed. */
export const COMPLETIONS: Readonly<Record<Shell, Completion>> = {
  bash: {
    script: BASH,
    install: [
      '# with the package bash-completion, which loads it when it is needed:',
      'mkdir -p ~/.local/share/bash-completion/completions',
      'awsup completion bash > ~/.local/share/bash-completion/completions/awsup',
      '# without it, and on macOS (bash 3.2), in ~/.bashrc or ~/.bash_profile:',
      'eval "$(awsup completion bash)"',
    ],
  },
  zsh: {
    script: ZSH,
    install: [
      'mkdir -p ~/.zfunc',
      'awsup completion zsh > ~/.zfunc/_awsup',
      '# in ~/.zshrc:',
      'fpath=(~/.zfunc $fpath)',
      'autoload -U compinit && compinit',
      '# where zsh still does not find it:',
      'rm -f ~/.zcompdump',
    ],
  },
  fish: {
    script: FISH,
    install: ['mkdir -p ~/.config/fish/completions', 'awsup completion fish > ~/.config/fish/completions/awsup.fish'],
  },
  powershell: {
    script: POWERSHELL,
    install: ['# in the file that $PROFILE names:', 'awsup completion powershell | Out-String | Invoke-Expression'],
  },
}

/** How to install them, shell by shell. */
export const renderInstall = (): string =>
  SHELLS.map((shell) => [`${shell}:`, ...COMPLETIONS[shell].install.map((line) => `  ${line}`)].join('\n')).join('\n\n')

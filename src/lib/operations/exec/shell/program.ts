import path from 'node:path'

/** Shells whose prompt awsup can mark. */
export type Family = 'bash' | 'zsh' | 'fish' | 'posix' | 'powershell' | 'cmd' | 'other'

export interface ShellProgram {
  readonly file: string
  readonly family: Family
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The user's shell: SHELL, else `sh`. Windows does not say which shell a program was started from; PowerShell adds the
 * user's own folder to PSModulePath, cmd.exe has the two of the system. Pure.
 */
export function shellOf(env: Variables, platform: NodeJS.Platform = process.platform): ShellProgram {
  const file = platform === 'win32' ? windowsShell(env) : env['SHELL'] || '/bin/sh'
  return {file, family: familyOf(file, platform)}
}

function windowsShell(env: Variables): string {
  const folders = (env['PSModulePath'] ?? '').split(';').filter((folder) => folder !== '')
  if (folders.length < 3) return env['ComSpec'] ?? env['COMSPEC'] ?? String.raw`C:\Windows\System32\cmd.exe`
  // PowerShell 7 has folders of its own there.
  return folders.some((folder) => /\\PowerShell\\(\d|Modules)/i.test(folder)) ? 'pwsh.exe' : 'powershell.exe'
}

function familyOf(file: string, platform: NodeJS.Platform): Family {
  const base = (platform === 'win32' ? path.win32 : path.posix).basename(file)
  const name = base.toLowerCase().replace(/\.exe$/, '')
  if (name === 'bash' || name === 'zsh' || name === 'fish' || name === 'cmd') return name
  if (name === 'pwsh' || name === 'powershell') return 'powershell'
  return /^(sh|dash|ash|ksh|mksh|ksh93|yash)$/.test(name) ? 'posix' : 'other'
}

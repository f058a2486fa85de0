/** Whether this machine can show a page: not over SSH, and on Linux not without a display. */
export function hasBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== ''
  const hasDisplay = isSet('DISPLAY') || isSet('WAYLAND_DISPLAY')
  if (isSet('SSH_CONNECTION') || isSet('SSH_TTY')) return hasDisplay
  return platform !== 'linux' || hasDisplay || isSet('WSL_DISTRO_NAME')
}

/** Opens a page in the user's browser; false where none could be started. */
export async function openInBrowser(url: string): Promise<boolean> {
  if (!hasBrowser()) return false
  const {default: open} = await import('open')
  try {
    await open(url)
    return true
  } catch {
    // The reader is given the link instead.
    return false
  }
}

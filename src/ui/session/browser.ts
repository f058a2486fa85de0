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

/** Opens a link in the user's browser, once; false where none could be started, or none came for it. */
export async function openInBrowser(link: string): Promise<boolean> {
  if (!hasBrowser()) return false
  const [{default: open}, {openOneVisit}] = await Promise.all([import('open'), import('./one-visit.js')])
  const visit = await openOneVisit(link)
  try {
    await open(visit.url)
    return await visit.visited
  } catch {
    // The reader is given the link instead.
    return false
  } finally {
    visit.close()
  }
}

/** The roles that somebody has, by environment: `dev: developer, prod: viewer`; `undefined` where there are none. Pure. */
export function tellRoles(roles: Readonly<Record<string, string>> = {}): string | undefined {
  const held = Object.entries(roles).map(([environment, role]) => `${environment}: ${role}`)
  return held.length === 0 ? undefined : held.join(', ')
}

/** What a prompt is marked with. */
export interface Marker {
  /** `(acme dev)`, `(acme prod PROTECTED)`: names of awsup.yaml, which have no characters that a shell expands. */
  readonly text: string
  readonly protected: boolean
  /** Whether it may be coloured (no-color.org). */
  readonly coloured: boolean
}

interface Marked {
  readonly project: string
  readonly environment: string
  readonly protected: boolean
}

/** Pure. */
export function markerOf({project, environment, protected: isProtected}: Marked, env: NodeJS.ProcessEnv): Marker {
  const words = [project, environment, ...(isProtected ? ['PROTECTED'] : [])]
  const coloured = !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  return {text: `(${words.join(' ')})`, protected: isProtected, coloured}
}

/** The colour of a marker, as SGR (ECMA-48): red where every step counts. */
export const sgrOf = (marker: Marker): string => (marker.protected ? '1;31' : '36')

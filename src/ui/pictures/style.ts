/** Colours by what they are for, light and dark: text has a contrast of at least 4.5 to 1 on every ground, lines 3 to 1. */
const LIGHT = {
  page: '#ffffff',
  card: '#f6f8fa',
  ink: '#1f2328',
  dim: '#57606a',
  line: '#818b98',
  on: '#0969da',
  soft: '#ddf4ff',
  warn: '#7d4e00',
  warnsoft: '#fff8c5',
  bad: '#a40e26',
  good: '#116329',
}
const DARK: typeof LIGHT = {
  page: '#0d1117',
  card: '#161b22',
  ink: '#e6edf3',
  dim: '#9198a1',
  line: '#656c76',
  on: '#4493f8',
  soft: '#121d2f',
  warn: '#e3b341',
  warnsoft: '#272115',
  bad: '#ff7b72',
  good: '#3fb950',
}

const variables = (colours: typeof LIGHT): string =>
  Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** Variables for both modes; which one counts is the reader's choice in system or browser. */
export const PALETTE = `:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}`

export const SANS = "ui-sans-serif,system-ui,'Segoe UI',Helvetica,Arial,sans-serif"
export const MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,monospace'

import {openBrowser} from '../../test/browser.mjs'

/** The 16 colours of a terminal, as GitHub's own code has them on light and on dark. */
const SCHEMES = {
  light: {
    paper: '#ffffff',
    ink: '#1f2328',
    dim: '#59636e',
    edge: '#d1d9e0',
    palette: ['#24292f', '#b42318', '#116329', '#7d4e00', '#0550ae', '#8250df', '#1b7c83', '#59636e'],
  },
  dark: {
    paper: '#0d1117',
    ink: '#e6edf3',
    dim: '#9198a1',
    edge: '#3d444d',
    palette: ['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  },
}

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Draws lines of runs as a terminal, into `fileOf('light')` and `fileOf('dark')`. Needs Chromium. */
export async function draw(lines, fileOf) {
  const browser = await openBrowser()
  try {
    for (const [scheme, colours] of Object.entries(SCHEMES)) {
      const page = await browser.newPage({deviceScaleFactor: 2})
      await page.setContent(render(lines, colours))
      await page.locator('pre').screenshot({path: fileOf(scheme)})
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

function render(lines, {paper, ink, dim, edge, palette}) {
  const style = ({bold, dim: isDim, colour}) =>
    [bold && 'font-weight:600', isDim && `color:${dim}`, colour !== undefined && `color:${palette[colour % 8]}`]
      .filter(Boolean)
      .join(';')
  const text = lines
    .map((runs) => runs.map((run) => `<span style="${style(run)}">${escape(run.text)}</span>`).join(''))
    .join('\n')
  return `<!doctype html><meta charset="utf-8"><body style="margin:0"><pre style="display:inline-block;margin:0;padding:16px 20px;width:80ch;
    background:${paper};color:${ink};border:1px solid ${edge};border-radius:8px;font:13px/1.45 ui-monospace,'DejaVu Sans Mono',monospace">${text}</pre>`
}

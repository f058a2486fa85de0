import type {SandboxReply} from '../wire/http.js'

/** Nothing of a page is kept by the browser, sent on, or run. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

interface Page {
  readonly title: string
  readonly lead: string
  /** Rows of a table. */
  readonly rows?: readonly (readonly [name: string, value: string])[]
}

/** A page for a browser. */
export function renderPage({title, lead, rows = []}: Page, status = 200): SandboxReply {
  const table = rows.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('')
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:3em auto;padding:0 1em}dt{font-weight:600}dd{margin:0 0 .8em;overflow-wrap:anywhere}</style></head>
<body><h1>${escape(title)}</h1><p>${escape(lead)}</p><dl>${table}</dl></body>
</html>
`
  return {status, headers: HEADERS, body}
}

/** AWS refuses with 400 and a page, not with JSON. */
export const refuse = (why: string): SandboxReply => renderPage({title: 'Bad request', lead: why}, 400)

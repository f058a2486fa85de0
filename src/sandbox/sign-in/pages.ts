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
  return render({title, lead, content: `<dl>${table}</dl>`}, status)
}

interface Form {
  readonly title: string
  readonly lead: string
  /** Sent again as they are. */
  readonly fields: Readonly<Record<string, string>>
  /** Names to choose from. */
  readonly users: readonly string[]
}

/** A page that asks a person to say as whom, and yes or no. */
export function renderForm({title, lead, fields, users}: Form): SandboxReply {
  const hidden = Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('')
  const options = users.map((name) => `<option>${escape(name)}</option>`).join('')
  const content = `<form method="post">${hidden}<p><label>User <select name="user_name">${options}</select></label></p>
<p><button name="action" value="allow">Allow access</button> <button name="action" value="deny">Deny access</button></p></form>`
  return render({title, lead, content}, 200)
}

/** @param page its `content` is HTML already */
function render({title, lead, content}: {title: string; lead: string; content: string}, status: number): SandboxReply {
  const body = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:3em auto;padding:0 1em}dt{font-weight:600}dd{margin:0 0 .8em;overflow-wrap:anywhere}</style></head>
<body><h1>${escape(title)}</h1><p>${escape(lead)}</p>${content}</body>
</html>
`
  return {status, headers: HEADERS, body}
}

/** AWS refuses with 400 and a page, not with JSON. */
export const refuse = (why: string): SandboxReply => renderPage({title: 'Bad request', lead: why}, 400)

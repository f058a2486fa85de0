import {escapeMarkup} from './escape.js'
import {MONO, PALETTE, SANS} from './style.js'

/** Nothing is loaded and nothing runs: a browser that is told so makes it a fact. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

const STYLE = `${PALETTE}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 ${SANS}}
main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:24px;line-height:1.25;margin:0 0 8px}
h2{font-size:18px;line-height:1.3;margin:32px 0 8px}
h3{font-size:15px;margin:16px 0 4px}
p{margin:8px 0}
code,pre{font-family:${MONO};font-size:13px;overflow-wrap:anywhere}
pre{margin:8px 0;padding:12px;background:var(--card);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap}
a{color:var(--on)}
ul{padding-left:20px;margin:4px 0}
li{margin:2px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}
dt,.dim{color:var(--dim)}
dd{margin:0;overflow-wrap:anywhere}
details{margin:6px 0}
summary{cursor:pointer}
.wide{overflow-x:auto}
.tag{display:inline-block;padding:0 8px;border:1px solid var(--warn);border-radius:10px;background:var(--warnsoft);color:var(--warn);font-size:13px;font-weight:600}
.note{border-left:4px solid var(--warn);background:var(--warnsoft);padding:8px 12px;margin:12px 0;border-radius:0 6px 6px 0}
.note p{margin:0}
footer{margin-top:40px;color:var(--dim);font-size:13px}
@media (max-width:600px){main{padding:16px 12px 32px}h1{font-size:20px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media print{main{max-width:none}}`

/** A page that needs no network and runs no script. `body` is markup; what is of unknown origin in it is escaped. Pure. */
export const renderPage = ({title, body, style = ''}: {title: string; body: string; style?: string}): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}${style === '' ? '' : `\n${style}`}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`

/** Names and values, one pair each; both are escaped. Pure. */
export const renderPairs = (pairs: readonly (readonly [name: string, value: string])[]): string =>
  `<dl>${pairs.map(([name, value]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(value)}</dd>`).join('')}</dl>`

/** A thing that is protected says so in a word. */
export const PROTECTED_TAG = '<span class="tag">protected</span>'

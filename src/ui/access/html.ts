import type {AccessPage} from '../../lib/index.js'
import {escapeMarkup} from '../pictures/escape.js'
import {PROTECTED_TAG, renderPage, renderPairs} from '../pictures/page.js'

const STYLE = `table{border-collapse:collapse;margin:8px 0;min-width:100%}
th,td{border:1px solid var(--line);padding:8px 10px;text-align:left;vertical-align:top;min-width:11em}
thead th,tbody th{background:var(--card);overflow-wrap:anywhere}
tbody th{position:sticky;left:0;min-width:9em}
td ul{padding-left:16px;margin:0}
.none{color:var(--dim)}
.not{color:var(--bad)}
@media (max-width:600px){
thead{display:none}
table,tbody,tr,th,td{display:block;min-width:0}
tbody th{position:static}
tr{margin-bottom:16px}
td::before{content:attr(data-thing);display:block;font-weight:600;overflow-wrap:anywhere}
}`

type Role = AccessPage['roles'][number]

/** Who reaches what in an environment, and the policies that make it so. It needs no network. Pure. */
export function renderAccessPage(page: AccessPage): string {
  const {project, environment, region, accountId, roles, nobody} = page
  const title = `Who reaches what: ${project}, environment ${environment}`
  const account = /^0+$/.test(accountId) ? 'not made yet' : accountId
  const body = [
    `<h1>${escapeMarkup(title)}${page.protected ? ` ${PROTECTED_TAG}` : ''}</h1>`,
    renderPairs([
      ['account', account],
      ['region', region],
    ]),
    '<p>This is what the access rules in awsup.yaml mean. What is not in the table is refused. <code>awsup access test</code> tries it.</p>',
    renderTable(roles),
    ...(nobody.length === 0 ? [] : [`<h2>Nobody may</h2>\n${renderList(nobody)}`]),
    '<h2>The statements</h2>',
    ...roles.map(renderRole),
    '<footer>Made by <code>awsup access show --format html</code> from awsup.yaml; AWS was not asked.</footer>',
  ]
  return renderPage({title, body: body.join('\n'), style: STYLE})
}

const renderList = (lines: readonly string[]): string =>
  `<ul>${lines.map((line) => `<li>${escapeMarkup(line)}</li>`).join('')}</ul>`

function renderTable(roles: readonly Role[]): string {
  const things = [...new Set(roles.flatMap(({may, mayNot}) => [...may, ...mayNot].map(({thing}) => thing)))]
  if (things.length === 0)
    return '<p class="note">There are no access rules: nobody reaches anything with the identity pool’s credentials.</p>'
  const head = things.map((thing) => `<th scope="col">${escapeMarkup(thing)}</th>`).join('')
  const rows = roles.map(
    (role) =>
      `<tr><th scope="row">${escapeMarkup(capital(role.who))}</th>${things.map((thing) => `<td data-thing="${escapeMarkup(thing)}">${renderCell(role, thing)}</td>`).join('')}</tr>`,
  )
  return `<p class="dim">Each row is a role of the identity pool, each column a thing that the rules name.</p>
<div class="wide" tabindex="0" role="group" aria-label="Table of who reaches what">
<table>
<thead><tr><th scope="col">Who</th>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>`
}

function renderCell({may, mayNot}: Role, thing: string): string {
  const on = (reaches: Role['may']) => reaches.filter((reach) => reach.thing === thing)
  const lines = [
    ...on(may).map(({says, statements}) => `<li>may ${escapeMarkup(says)}${renderSids(statements)}</li>`),
    ...on(mayNot).map(
      ({says, statements}) =>
        `<li><span class="not">may not</span> ${escapeMarkup(says)}${renderSids(statements)}</li>`,
    ),
  ]
  return lines.length === 0 ? '<span class="none">nothing</span>' : `<ul>${lines.join('')}</ul>`
}

const renderSids = (statements: readonly string[]): string =>
  statements.length === 0 ? '' : ` <span class="dim">(${escapeMarkup(statements.join(', '))})</span>`

function renderRole({who, name, policies, notes = []}: Role): string {
  const documents = policies.map(
    ({name: policy, kind, characters, limit, document}) =>
      `<details><summary>${kind} policy <code>${escapeMarkup(policy)}</code>, ${characters} of ${limit} characters</summary>\n${renderJson(document)}</details>`,
  )
  return [
    `<h3>${escapeMarkup(capital(who))}: role <code>${escapeMarkup(name)}</code></h3>`,
    ...(documents.length === 0 ? ['<p class="none">No policy: this role reaches nothing.</p>'] : documents),
    ...notes.map(({message}) => `<p class="note">${escapeMarkup(message)}</p>`),
  ].join('\n')
}

/** Line by line, so that the ends of lines stay ends of lines. */
const renderJson = (document: unknown): string =>
  `<pre>${JSON.stringify(document, undefined, 2).split('\n').map(escapeMarkup).join('\n')}</pre>`

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

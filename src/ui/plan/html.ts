import type {Action} from '../../lib/base/action.js'
import {escapeMarkup} from '../pictures/escape.js'
import {PROTECTED_TAG, renderPage, renderPairs} from '../pictures/page.js'
import type {Group, OutlinedStep, PlanOutline, Section} from './outline.js'

const STYLE = `.step{border:1px solid var(--line);border-radius:6px;margin:6px 0;padding:6px 12px;background:var(--card);overflow-wrap:anywhere}
.step ul{list-style:none;padding:0;margin:4px 0}
.verb{display:inline-block;min-width:5em;font-weight:600}
.create .verb{color:var(--good)}.delete .verb,.replace .verb{color:var(--bad)}.update .verb{color:var(--warn)}.adopt .verb{color:var(--on)}
.sum{font-size:17px;font-weight:600}`

/** A page that shows the whole plan, and needs no network. Pure. */
export function renderPlanPage(outline: PlanOutline): string {
  const body = [
    '<h1>awsup plan</h1>',
    `<p class="sum">${escapeMarkup(capital(outline.sum))}.</p>`,
    renderPairs(outline.where),
    ...outline.first.map(renderNote),
    ...outline.groups.map(renderGroup),
    ...outline.last.map(renderSection),
    '<footer>Made by <code>awsup plan --format html</code>. Nothing was changed.</footer>',
  ]
  return renderPage({title: `awsup plan: ${outline.sum}`, body: body.join('\n'), style: STYLE})
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

const renderNote = (section: Section): string => `<section class="note">${renderLines(section)}</section>`

const renderSection = (section: Section): string => `<section>${renderLines(section)}</section>`

const renderLines = ({title, lines}: Section): string =>
  `<strong>${escapeMarkup(title)}</strong>\n<ul>${lines.map((line) => `<li>${escapeMarkup(line)}</li>`).join('\n')}</ul>`

function renderGroup({title, protected: isProtected, place, steps}: Group): string {
  const where = place === '' ? '' : `\n<p class="dim">${escapeMarkup(place)}</p>`
  return `<section>
<h2>${escapeMarkup(capital(title))}${isProtected ? ` ${PROTECTED_TAG}` : ''}</h2>${where}
${steps.map(renderStep).join('\n')}
</section>`
}

const VERBS: Readonly<Record<Action, string>> = {
  create: '+ create',
  update: '~ update',
  replace: '± replace',
  delete: '− delete',
  adopt: '→ adopt',
  'no-op': 'no change',
}

function renderStep({action, kind, address, id, details}: OutlinedStep): string {
  const head = `<span class="verb">${VERBS[action]}</span> ${escapeMarkup(kind)} <code>${escapeMarkup(address)}</code>${id === undefined ? '' : ` <code class="dim">${escapeMarkup(id)}</code>`}`
  const below = details.map((detail) => `<li><code>${escapeMarkup(detail)}</code></li>`).join('')
  return `<div class="step ${action}">${head}${below === '' ? '' : `<ul>${below}</ul>`}</div>`
}

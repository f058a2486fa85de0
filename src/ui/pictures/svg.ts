import {escapeMarkup} from './escape.js'
import type {Box, Path, PlacedLine} from './layout.js'
import {SIZES} from './metrics.js'
import {MONO, PALETTE, SANS} from './style.js'

const STYLE = `${PALETTE}
text{fill:var(--ink);font-size:${SIZES.plain}px}
.head{font-size:${SIZES.head}px;font-weight:600}
.dim{fill:var(--dim)}
.mono{font-family:${MONO};font-size:${SIZES.mono}px;fill:var(--dim)}
rect{fill:var(--page);stroke:var(--line)}
.page{stroke:none}
.group>rect{fill:var(--card)}
.main>rect{fill:var(--soft);stroke:var(--on)}
.guarded>rect{stroke:var(--warn);stroke-width:2}
.badge{fill:var(--warnsoft);stroke:var(--warn)}
.badge+text{fill:var(--warn);font-weight:600}
.arrow{fill:none;stroke:var(--line);stroke-width:1.5}
.tip{fill:var(--line)}`

/** What a picture is, in words: for those who hear it, and for search. */
interface Said {
  readonly title: string
  readonly description: string
  /** Begins the ids in it: unique among the pictures of one page. */
  readonly prefix: string
}

/** A laid out box as a picture that needs no network, no script and no font of its own. Pure. */
export function renderSvg(box: Box, {title, description, prefix}: Said): string {
  const [width, height] = [box.width + 2, box.height + 2].map(Math.ceil)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${prefix}-title ${prefix}-desc" font-family="${SANS}">
<title id="${prefix}-title">${escapeMarkup(title)}</title>
<desc id="${prefix}-desc">${escapeMarkup(description)}</desc>
<style>${STYLE}</style>
<defs><marker id="${prefix}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="page" x="-1" y="-1" width="${width}" height="${height}" rx="8"/>
${renderBox(box, prefix)}
</svg>
`
}

function renderBox(box: Box, prefix: string): string {
  const {kind, x, y, width, height, lines, badge, boxes, arrows} = box
  const label = lines[0] === undefined ? '' : `<title>${escapeMarkup(lines.map(({text}) => text).join(', '))}</title>`
  return [
    `<g class="${kind}">${boxes.length === 0 ? label : ''}<rect ${at({x, y, width, height})} rx="6"/>`,
    ...lines.filter(({text}) => text !== '').map(renderText),
    ...(badge === undefined ? [] : [renderBadge(badge)]),
    ...boxes.map((inner) => renderBox(inner, prefix)),
    ...arrows.map((path) => renderArrow(path, prefix)),
    '</g>',
  ].join('\n')
}

const renderText = ({text, style, x, y}: PlacedLine): string =>
  `<text${style === 'plain' ? '' : ` class="${style}"`} x="${n(x)}" y="${n(y)}">${escapeMarkup(text)}</text>`

function renderBadge({text, x, y, width}: NonNullable<Box['badge']>): string {
  const rect = `<rect class="badge" ${at({x, y: y - 15, width, height: 21})} rx="10"/>`
  return `${rect}<text x="${n(x + width / 2)}" y="${n(y)}" text-anchor="middle">${escapeMarkup(text)}</text>`
}

const renderArrow = (path: Path, prefix: string): string =>
  `<path class="arrow" d="M${path.map(([x, y]) => `${n(x)} ${n(y)}`).join('L')}" marker-end="url(#${prefix}-tip)"/>`

const at = (area: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>): string =>
  Object.entries(area)
    .map(([name, value]) => `${name}="${n(value)}"`)
    .join(' ')

const n = (value: number): string => String(Math.round(value * 10) / 10)

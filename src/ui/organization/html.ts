import type {OrganizationPicture} from '../../lib/index.js'
import {escapeMarkup} from '../pictures/escape.js'
import {PROTECTED_TAG, renderPage} from '../pictures/page.js'
import {outlineOf, sayNotMade, titleOf, type Item} from './outline.js'
import {renderOrganizationSvg} from './svg.js'

/** The picture, and the same as a list: what a screen reader and a search in the page find. */
export function renderOrganizationPage(picture: OrganizationPicture): string {
  const title = `Project ${picture.project}: ${titleOf(picture)}`
  const note = sayNotMade(picture)
  const body = [
    `<h1>${escapeMarkup(title)}</h1>`,
    ...(note === undefined ? [] : [`<div class="note"><p>${escapeMarkup(note)}</p></div>`]),
    `<div class="wide" tabindex="0" role="group" aria-label="Picture of the organization">${renderOrganizationSvg(picture)}</div>`,
    '<h2>The same as a list</h2>',
    `<ul>${renderItem(outlineOf(picture))}</ul>`,
    '<footer>Made by <code>awsup org show --format html</code>. Account numbers and ids are no secrets, but think before you publish them.</footer>',
  ].join('\n')
  return renderPage({title, body, style: '.wide svg{display:block;margin:16px 0}'})
}

function renderItem({name, id, notes, items}: Item): string {
  const code = id === undefined ? '' : ` <code>${escapeMarkup(id)}</code>`
  const said = notes.map((note) =>
    note === 'protected' ? PROTECTED_TAG : `<span class="dim">${escapeMarkup(note)}</span>`,
  )
  const below = items.length === 0 ? '' : `\n<ul>${items.map(renderItem).join('')}</ul>`
  return `<li>${escapeMarkup(name)}${code}${said.map((note) => ` ${note}`).join('')}${below}</li>\n`
}

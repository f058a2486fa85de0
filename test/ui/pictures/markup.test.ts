import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {renderAccessPage} from '../../../src/ui/access/html.js'
import {renderOrganizationPage} from '../../../src/ui/organization/html.js'
import {renderOrganizationSvg} from '../../../src/ui/organization/svg.js'
import {escapeMarkup, plainText} from '../../../src/ui/pictures/escape.js'
import {renderPlanPage} from '../../../src/ui/plan/html.js'
import {outlinePlan} from '../../../src/ui/plan/outline.js'
import {accessPages, anyName, organizations, plans, whereOf} from './names.js'
import {findXmlFault, foreignIn, parsePage} from './markup.js'

const POLICY = /default-src 'none'; style-src 'unsafe-inline'; img-src data:/

const planPages = fc
  .tuple(plans(anyName), anyName)
  .map(([plan, name]) => renderPlanPage(outlinePlan(plan, {target: 'aws', where: whereOf(name)})))

describe.each<readonly [what: string, pages: fc.Arbitrary<string>]>([
  ['org show', organizations(anyName).map(renderOrganizationPage)],
  ['plan', planPages],
  ['access show', accessPages(anyName).map(renderAccessPage)],
])('the page of %s', (_what, pages) => {
  test('is read by a browser without an error, and loads, runs and links nothing, whatever names are in it', () => {
    fc.assert(
      fc.property(pages, (html) => {
        const page = parsePage(html)
        expect(foreignIn(page)).toEqual([])
        const policies = page.elements.filter(({attributes}) => attributes.has('http-equiv'))
        expect(policies.map(({attributes}) => attributes.get('content'))).toEqual([expect.stringMatching(POLICY)])
      }),
      {numRuns: 60},
    )
  })
})

test('the picture is well-formed XML with a title and real text, and has nothing else in it, whatever the names', () => {
  fc.assert(
    fc.property(organizations(anyName), (picture) => {
      const svg = renderOrganizationSvg(picture)
      expect(findXmlFault(svg)).toBeUndefined()
      expect(foreignIn(parsePage(`<!doctype html><title>x</title><body>${svg}`))).toEqual([])
      expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="organization-title organization-desc"/)
      expect(svg).toContain('<desc id="organization-desc">The management account is ')
    }),
    {numRuns: 60},
  )
})

test('a name is in the page as it is, once it is read', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const {text} = parsePage(`<!doctype html><title>x</title><body><p>${escapeMarkup(name)}</p>`)
      expect(text).toContain(plainText(name))
      const attribute = parsePage(`<!doctype html><title>x</title><body><p class="${escapeMarkup(name)}">`)
      expect(attribute.elements.at(-1)?.attributes.get('class')).toBe(plainText(name))
    }),
  )
})

test('a protected environment says so in a word, in the picture and in the list', () => {
  const sample = fc.sample(organizations(fc.constant('dev')), {numRuns: 100, seed: 7})
  const guarded = sample.find(({environments}) => environments.some((environment) => environment.protected))
  if (!guarded) throw new Error('no sample has a protected environment')
  expect(parsePage(renderOrganizationPage(guarded)).text.match(/^protected$/gm)?.length).toBeGreaterThan(1)
})

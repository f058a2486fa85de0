import {sortByNeeds} from '../../engine/graph/graph.js'
import type {Recorded} from '../../records/records.js'
import {template, type Text} from './hcl.js'
import type {Answer, Scene, Written} from './written.js'

/** A resource of awsup's that was read, ready to be written. */
export interface Part {
  readonly recorded: Recorded
  readonly write: (scene: Scene) => Written
}

/** The same, written. */
export interface WrittenPart extends Written {
  readonly recorded: Recorded
}

/**
 * Writes the parts of one folder. References go only from what was made later to what it needed (so there is no circle)
 * and never out of the folder: what is elsewhere stays an id. Pure.
 */
export function writeParts(parts: readonly Part[]): readonly WrittenPart[] {
  const byAddress = new Map(parts.map((part) => [part.recorded.address, part]))
  const needs = new Map(
    parts.map(({recorded}) => [recorded.address, recorded.needs.filter((need) => byAddress.has(need))]),
  )
  const taken = new Set<string>()
  const answers = new Map<string, readonly Answer[]>()
  return sortByNeeds([...byAddress.keys()], needs).flatMap((address) => {
    const part = byAddress.get(address)
    if (!part) return []
    const known = sortByNeeds(needs.get(address) ?? [], needs).flatMap((need) => answers.get(need) ?? [])
    const written = part.write(makeScene(part.recorded, known, taken))
    answers.set(address, written.answers ?? [])
    return [{recorded: part.recorded, ...written}]
  })
}

function makeScene({address, kind}: Recorded, answers: readonly Answer[], taken: Set<string>): Scene {
  return {
    label: labelOf(address, kind),
    name: (type, ...parts) => {
      const wanted = identifier(parts.join('_'))
      let name = wanted
      for (let count = 2; taken.has(`${type}.${name}`); count += 1) name = `${wanted}_${count}`
      taken.add(`${type}.${name}`)
      return name
    },
    refer: (text) => referTo(text, answers),
    named: (kindOf, name) => answers.find((answer) => answer.kind === kindOf && answer.value === name)?.code ?? name,
  }
}

/** `dev.role.group.admins` → `group.admins`; an account is called as its environment, a guardrail by its own name. */
function labelOf(address: string, kind: string): string {
  const [first = '', ...rest] = address.split('.')
  if (kind === 'account') return first
  return kind === 'service-control-policy' ? rest.join('.') : rest.slice(1).join('.')
}

/** What Terraform takes for a name: letters, digits, `_`, and no digit first. */
function identifier(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_]+/g, '_')
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`
}

function referTo(text: string, answers: readonly Answer[]): Text {
  const unnamed = answers.filter(({kind, value}) => kind === undefined && value !== '')
  const whole = unnamed.find(({value}) => value === text)
  const within = unnamed.filter((answer) => answer.within).sort((a, b) => b.value.length - a.value.length)
  return whole?.code ?? template(split(text, within))
}

/** A text cut where ids are in it, longer ones first: one may be part of another. */
function split(text: string, answers: readonly Answer[]): readonly Text[] {
  const found = answers.find(({value}) => positionOf(value, text) >= 0)
  if (!found) return [text]
  const at = positionOf(found.value, text)
  return [...split(text.slice(0, at), answers), found.code, ...split(text.slice(at + found.value.length), answers)]
}

/** Where an id stands in a text as a word of its own. */
function positionOf(id: string, text: string): number {
  const at = text.indexOf(id)
  const isWord = (char: string | undefined): boolean => char !== undefined && /[A-Za-z0-9]/.test(char)
  return at < 0 || isWord(text[at - 1]) || isWord(text[at + id.length]) ? -1 : at
}

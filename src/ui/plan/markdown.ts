import {code, MOST_CHARACTERS, openDraft, type Draft} from '../pictures/markdown.js'
import type {Group, OutlinedStep, PlanOutline, Section} from './outline.js'

/** Kept free for the note at the end, and the tags that are still open. */
const SPARE = 600
/** What the lines of a section take, at most: with all eight of them full there is room for changes. */
const SECTION = 5000
/** The longest line that is shown, characters. */
const WIDEST = 500

/** For the comment of a pull request: at most what GitHub takes. What is left out is counted, never silently. Pure. */
export function renderPlanMarkdown(outline: PlanOutline): string {
  const end = outline.last.map(renderSection).join('\n')
  const draft = openDraft(MOST_CHARACTERS - SPARE - end.length)
  const left = {steps: 0, details: 0}
  draft.add(`### awsup plan: ${outline.sum}\n`)
  draft.add(renderWhere(outline))
  for (const section of outline.first) draft.add(renderWarning(section))
  for (const group of outline.groups) addGroup(draft, group, left)
  draft.add(`\n${end}`, true)
  if (left.steps + left.details > 0) draft.add(renderLeft(left), true)
  return `${draft.text.trimEnd()}\n`
}

interface Left {
  steps: number
  details: number
}

const renderWhere = ({where}: PlanOutline): string =>
  ['| | |', '|---|---|', ...where.map(([name, value]) => `| ${name} | ${code(cut(value))} |`), ''].join('\n')

/** An alert as GitHub draws them: `> [!WARNING]`. */
const renderWarning = (section: Section): string =>
  `${['[!WARNING]', ...linesOf(section)].map((line) => `> ${line}`.trimEnd()).join('\n')}\n`

const renderSection = (section: Section): string => `${linesOf(section).join('\n')}\n`

function linesOf({title, lines}: Section): readonly string[] {
  const draft = openDraft(SECTION)
  const shown = lines.filter((line) => draft.add(`- ${code(cut(line))}`)).length
  const more = shown < lines.length ? [`- and ${lines.length - shown} more`] : []
  return [`**${title}**`, '', ...(shown === 0 ? [] : draft.text.split('\n')), ...more]
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text)

function addGroup(draft: Draft, group: Group, left: Left): void {
  const marked = group.protected ? ' (**protected**)' : ''
  const place = group.place === '' ? '' : `, ${code(group.place)}`
  if (!draft.add(`\n#### ${code(group.title)}${marked}${place}: ${countActions(group.steps)}\n`)) {
    left.steps += group.steps.length
    return
  }
  for (const step of group.steps) {
    const line = `${step.action} ${step.kind} ${code(step.address)}${step.id === undefined ? '' : ` ${code(step.id)}`}`
    const details = step.details.map((detail) => `- ${code(cut(detail))}`)
    const whole = details.length === 0 ? `- ${line}` : foldUp(line, details)
    if (draft.add(whole)) continue
    if (draft.add(`- ${line}`)) left.details++
    else left.steps++
  }
}

/** A blank line on both sides of the list: else it is not read as Markdown. */
const foldUp = (summary: string, lines: readonly string[]): string =>
  `\n<details><summary>${summary}</summary>\n\n${lines.join('\n')}\n\n</details>\n`

/** `3 to create, 1 to update` */
function countActions(steps: readonly OutlinedStep[]): string {
  const actions = [...new Set(steps.map(({action}) => action))]
  return actions.map((action) => `${steps.filter((step) => step.action === action).length} to ${action}`).join(', ')
}

const renderLeft = ({steps, details}: Left): string => {
  const parts = [
    ...(steps > 0 ? [`${steps} changes`] : []),
    ...(details > 0 ? [`the details of ${details} changes`] : []),
  ]
  return `\n> [!NOTE]\n> Left out, because a comment has at most ${MOST_CHARACTERS.toLocaleString('en-US')} characters: ${parts.join(' and ')}. \`awsup plan\` shows all of them.\n`
}

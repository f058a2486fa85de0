// docs/troubleshooting.md: what went wrong, in words, with what to do: by symptom, then by topic.
import {CLASSES} from './scan-codes.mjs'
import {SYMPTOMS, TOPICS} from './meanings.mjs'

/** Longer lists are in errors.md, which has every message. */
const MOST = 4

/** Signs of Markdown are no markup in a message, but for code between backticks. */
const said = (text) =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[<>*_|]/g, (sign) => `\\${sign}`)))
    .join('`')

/**
 * @param entries of scanCodes
 * @throws Error where an error has no meaning or nothing to do, where a meaning has no error, and where there are two
 */
export function renderTroubleshooting(entries, topics = TOPICS) {
  const errors = entries.filter(({sort}) => sort !== 'warning')
  const explained = topics.flatMap((topic) => Object.entries(topic.codes))
  const codes = new Map(explained)
  if (codes.size < explained.length) throw new Error('scripts/docs/reference/meanings.mjs explains a code twice')
  requireSame([...codes.keys()], entries)
  const missing = [...new Set(errors.map(({code}) => code))].filter((code) => !codes.has(code))
  if (missing.length > 0)
    throw new Error(`scripts/docs/reference/meanings.mjs does not say what these mean: ${missing.join(', ')}`)
  const told = (code) => entries.filter((one) => one.code === code)
  return [
    '# Troubleshooting',
    'Find what you see in the table, or the code: `--json` has it under `error.code`. Made by `npm run docs:reference` from the source; [every message](reference/errors.md) is on a page of its own.',
    'Three things help with most problems:',
    '1. **Run the same command again.** It is always safe: it continues where it stopped, and makes nothing twice.\n2. `awsup status` shows what is unfinished, and who holds a lock.\n3. `awsup env doctor` compares files, records and AWS, and says what to do about each difference.',
    [
      '| what you see | what it is |',
      '|---|---|',
      ...SYMPTOMS.map(([words, where, title]) => {
        const known = codes.get(where)
        return `| ${words.replaceAll('|', '\\|')} | ${known ? `[${known[0]}](#${anchorOf(where, known)})` : `[${title}](${where})`} |`
      }),
    ].join('\n'),
    ...topics.flatMap((topic) => [
      `## ${topic.title}`,
      ...Object.entries(topic.codes).flatMap(([code, meaning]) => section({code, meaning, told: told(code)})),
    ]),
  ].join('\n\n')
}

const headingOf = (code, [title]) => `${code}: ${title}`
const anchorOf = (code, meaning) =>
  headingOf(code, meaning)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')

function section({code, meaning, told}) {
  const [, means, todo] = meaning
  const exits = [...new Set(told.map(({sort}) => CLASSES[sort]?.exit).filter(Boolean))]
  const messages = [...new Set(told.flatMap(({message}) => message ?? []).filter((text) => /[a-z]{3}/.test(text)))]
  const hints = todo === undefined ? [...new Set(told.flatMap((one) => one.hints))].map(said) : [todo]
  if (hints.length === 0)
    throw new Error(`neither a hint of ${code} nor scripts/docs/reference/meanings.mjs says what to do`)
  return [
    `### ${headingOf(code, meaning)}`,
    `${means}${exits.length > 0 ? ` (Exit code ${exits.join(' or ')}.)` : ''}`,
    ...(messages.length > 0
      ? [
          messages
            .slice(0, MOST)
            .map((text) => `> ${said(text)}`)
            .join('\n>\n'),
        ]
      : []),
    ...(hints.length === 1
      ? [`**What to do.** ${hints[0]}`]
      : [
          '**What to do**, as it fits:',
          hints
            .slice(0, MOST)
            .map((hint) => `- ${hint}`)
            .join('\n'),
        ]),
    ...(hints.length > MOST || messages.length > MOST
      ? [`[All cases](reference/errors.md#${code.toLowerCase()}).`]
      : []),
  ]
}

function requireSame(codes, entries) {
  const gone = codes.filter((code) => !entries.some((one) => one.code === code))
  if (gone.length > 0)
    throw new Error(`no error has these codes of scripts/docs/reference/meanings.mjs: ${gone.join(', ')}`)
}

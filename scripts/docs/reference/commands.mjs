// docs/reference/commands.md: what `--help` says, on one page.

const CHANGED_BY_HAND = 'npm run docs:reference'

const fill = (text) => text.replaceAll('<%= config.bin %>', 'awsup')
const cell = (text) => fill(text).replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')

/** @param commands of oclif.manifest.json @param topics of package.json, by their id */
export function renderCommands(commands, topics) {
  const shown = Object.values(commands)
    .filter(({hidden}) => !hidden)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const tops = [...new Set(shown.map(({id}) => id.split(':')[0]))]
  return [
    '# Commands',
    `Every command, as \`--help\` has it. Made by \`${CHANGED_BY_HAND}\`.`,
    ...globalFlags(shown[0]),
    index(shown),
    ...tops.flatMap((top) => [
      ...(topics[top] ? [`## ${top}`, fill(topics[top].description)] : []),
      ...shown
        .filter(({id}) => id.split(':')[0] === top)
        .flatMap((command) => section(command, topics[top] !== undefined)),
    ]),
  ].join('\n\n')
}

const nameOf = ({id}) => id.replaceAll(':', ' ')
const anchorOf = (command) => `awsup-${nameOf(command).replaceAll(' ', '-')}`

const index = (commands) =>
  [
    '| command | what it does |',
    '|---|---|',
    ...commands.map((one) => `| [\`${nameOf(one)}\`](#${anchorOf(one)}) | ${cell(one.summary)} |`),
  ].join('\n')

function section(command, isBelowTopic) {
  const flags = Object.values(command.flags).filter(({helpGroup, hidden}) => helpGroup !== 'GLOBAL' && !hidden)
  const args = Object.values(command.args)
  return [
    `${isBelowTopic ? '###' : '##'} awsup ${nameOf(command)}`,
    fill(command.summary),
    ...(command.description ? [prose(fill(command.description))] : []),
    ...(args.length > 0
      ? [
          table(
            'argument',
            args.map((one) => [`\`<${one.name}>\`${one.required ? '' : ' (optional)'}`, one.description ?? '']),
          ),
        ]
      : []),
    ...(flags.length > 0
      ? [
          table(
            'flag',
            flags.map((flag) => [flagOf(flag), flag.summary ?? flag.description ?? '']),
          ),
        ]
      : []),
    [
      '```sh',
      ...command.examples.map((example) => fill(typeof example === 'string' ? example : example.command)),
      '```',
    ].join('\n'),
  ]
}

const table = (head, rows) =>
  [
    `| ${head} | |`,
    '|---|---|',
    ...rows.map(([name, text]) => `| ${name.replaceAll('|', '\\|')} | ${cell(text)} |`),
  ].join('\n')

function flagOf({name, char, type, multiple, options, allowNo, required}) {
  const value = type === 'option' ? ` <${options ? options.join('|') : 'value'}>` : ''
  const short = char ? `\`-${char}\`, ` : ''
  return `${short}\`--${allowNo ? '[no-]' : ''}${name}${value}\`${multiple ? ' (repeatable)' : ''}${required ? ' (required)' : ''}`
}

function globalFlags(command) {
  const flags = Object.values(command.flags).filter(({helpGroup}) => helpGroup === 'GLOBAL')
  return [
    'Flags of every command:',
    table(
      'flag',
      flags.map((flag) => [flagOf(flag), flag.summary ?? '']),
    ),
  ]
}

/** Lines that are set in are code: what a shell reads begins with `#`, which would be a heading. */
const prose = (text) =>
  text
    .split(/^((?: {2}.*(?:\n|$))+)/m)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : `\n${part.replaceAll(/^ {2}/gm, '    ')}\n`))
    .join('')

/** Angle brackets in prose are no HTML. */
const escaped = (text) => text.replaceAll(/<(?=[a-z])/g, '&lt;')

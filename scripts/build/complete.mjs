import {readFileSync} from 'node:fs'
import path from 'node:path'

/** Of a summary, one line of a list: its first sentence, as far as it fits. */
const LONGEST = 72

/**
 * What answers the Tab key (`awsup __complete`), as one CommonJS file that holds the table of commands: a press of Tab
 * reads this file and awsup.yaml, and nothing else. Answers what differs from the other bundles' options of esbuild.
 *
 * @param manifest oclif's manifest of the built commands
 */
export function completeBundle({manifest, project, dist}) {
  const {oclif} = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'))
  const table = JSON.stringify(makeTable(manifest.commands, oclif.topics))
  const lines = [
    `import {complete} from ${JSON.stringify(path.join(project, 'src', 'cli', 'complete', 'complete.ts'))}`,
    `complete(process.argv.slice(3), JSON.parse(${JSON.stringify(table)}))`,
  ]
  return {
    stdin: {contents: lines.join('\n'), resolveDir: project, sourcefile: 'complete.js'},
    outfile: path.join(dist, 'complete.cjs'),
    format: 'cjs',
    splitting: false,
  }
}

/** Throws where the bundle takes in a package, or a part of Node that costs a start. */
export function assertAlone({inputs, outputs}) {
  const packages = Object.keys(inputs).filter((file) => file.includes('node_modules'))
  const parts = Object.values(outputs).flatMap(({imports}) => imports.map((one) => one.path.replace('node:', '')))
  const found = [...packages, ...parts.filter((name) => !['fs', 'path'].includes(name))]
  if (found.length > 0) throw new Error(`complete.cjs must start fast, but loads ${found.join(', ')}`)
}

/** The shape is `Table` of src/cli/complete/table.ts. */
function makeTable(commands, topics) {
  const all = Object.values(commands).filter(({hidden}) => !hidden)
  const globals = Object.entries(all[0]?.flags ?? {}).filter(([, {helpGroup}]) => helpGroup === 'GLOBAL')
  const own = ({flags}) => Object.entries(flags).filter(([, {hidden, helpGroup}]) => !hidden && helpGroup !== 'GLOBAL')
  return {
    topics: Object.fromEntries(Object.entries(topics).map(([id, {description}]) => [words(id), shorten(description)])),
    globals: flagsOf(globals),
    commands: Object.fromEntries(
      all.map((command) => [
        words(command.id),
        {
          summary: shorten(command.summary),
          args: Object.values(command.args).map(({name, options}) => ({name, options})),
          flags: flagsOf(own(command)),
          ...(command.strict === false ? {passesOn: true} : {}),
        },
      ]),
    ),
  }
}

const words = (id) => id.replaceAll(':', ' ')

const flagsOf = (flags) =>
  Object.fromEntries(
    flags.flatMap(([name, flag]) => {
      const {summary, type, options, multiple, char, exclusive, allowNo} = flag
      const made = {
        summary: shorten(summary),
        ...(type === 'option' ? {value: options ?? true} : {}),
        ...(multiple ? {multiple} : {}),
        ...(char ? {char} : {}),
        ...(exclusive?.length ? {excludes: exclusive} : {}),
      }
      return allowNo
        ? [
            [name, made],
            [`no-${name}`, {...made, excludes: [name]}],
          ]
        : [[name, made]]
    }),
  )

function shorten(text = '') {
  const [first] = text.split(/(?<=[.;:]) /, 1)
  const plain = first.length > 20 && first.length <= LONGEST ? first : text
  const cut = plain.length > LONGEST ? `${plain.slice(0, LONGEST).replace(/\s\S*$/, '')}\u2026` : plain
  return cut.replace(/[.;:,]$/, '')
}

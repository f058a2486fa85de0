import {median, table} from '../shared.mjs'
import {majorOf} from './nodes.mjs'

/** Goals of a command: of Node before 22, whose bare start takes longer, and of newer ones. */
const goalOf = ({goals}, version) => (goals === undefined ? undefined : goals[majorOf(version) < 22 ? 0 : 1])

const spread = (times) => {
  const [middle, least, most] = [median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1))
  return `${middle} (${least}–${most})`
}

/**
 * The section of docs/evidence/performance.md.
 *
 * @param results by Node: times of bare Node and of each command, ms, and instructions where they were counted
 */
export function render({began, runs, results, missing, counter}) {
  const parts = results.map(({version, bare, commands}) => {
    const rows = commands.map(({name, goals, times, instructions}) => {
      const goal = goalOf({goals}, version)
      return [
        name,
        spread(times),
        `${(median(times) / median(bare.times)).toFixed(2)} ×`,
        goal === undefined ? '' : `${goal.toFixed(1)} ×`,
        instructions === undefined ? '' : `${(instructions / bare.instructions).toFixed(2)} ×`,
      ]
    })
    return [
      `### Node ${version}`,
      table(
        ['command', 'ms', 'over bare Node', 'goal', 'instructions over bare Node'],
        [['`node -e 0`', spread(bare.times), '', '', ''], ...rows],
      ),
    ].join('\n\n')
  })
  const counted =
    counter === undefined
      ? 'Neither `perf` nor valgrind counts instructions here.'
      : `Instructions: one run each by ${counter} on the Node that runs the benchmark${counter === 'callgrind' ? ', which runs nothing at the same time and so counts a little more' : ''}.`
  return [
    `\`npm run bench:start -- --write\`. ${began}. Medians of ${runs} runs, with the least and the most, of the package as it is published; turn by turn with bare Node, all that awsup keeps in place. A project with two environments; output goes to a pipe.`,
    ...(missing.length > 0 ? [`Not measured: ${missing.join('; ')}.`] : []),
    ...parts,
    counted,
  ].join('\n\n')
}

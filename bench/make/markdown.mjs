import {cpus, getPriority, loadavg, totalmem, type} from 'node:os'
import {median} from '../shared.mjs'

/** The section of the page, from every run. */
export function renderMake({short, long, rival, terraform}) {
  const rows = [
    ...rowsOf('accounts take 5 s, their roles 2 s more', short),
    ...rowsOf('accounts take 45 s, their roles 20 s more, IAM shows changes 2 s late', long),
  ]
  const theirs = rival.map(({ms}) => ms)
  const ours = short.map(({init}) => init.ms)
  return [
    '',
    `Written by \`npm run bench:make -- --write\` on ${today()}: ${machine()}. Median (least–most) of ${short.length} runs in real time, in seconds.`,
    '',
    'The sandbox is served on a port on which each call takes 60 to 120 ms. `org init` makes the organization, its unit, two',
    'guardrails and two accounts, and in each account a user pool, an app client, an identity pool, a role and its attachment;',
    '`apply` of a rich manifest makes all that and groups, roles, people, deployers, tables, buckets and sites',
    '(`bench/make/rich.yaml`); `apply` of one change changes a setting of both user pools. The critical path is computed from the calls of the same run: each as soon as',
    'all that it depends on was answered and AWS’s published rates allow, and as long as it took. Starting Node is not in it.',
    '',
    '| run | took | critical path | ratio | goal | calls |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
    '',
    ...(rival.length > 0
      ? [
          `The same resources without guardrails by ${terraform}, against the same port, turn by turn with the runs above where accounts take 5 s:`,
          '',
          '| | took | ratio | goal |',
          '|---|--:|--:|--:|',
          `| awsup | ${describe(ours)} | | |`,
          `| Terraform | ${describe(theirs)} | ${(median(theirs) / median(ours)).toFixed(2)} × | 2 × |`,
        ]
      : [`Not compared with Terraform: ${terraform}.`]),
    '',
    'Where `org init` took longer than AWS, median in seconds. The rest of the difference are calls in a row where the path has them side',
    'by side, and the wait for AWS’s rates.',
    '',
    ...profileRows({'accounts take 5 s': short, 'accounts take 45 s': long}),
    '',
    'The critical path of the last run where accounts take 5 s, in seconds from its first call:',
    '',
    ...chainOf(short.at(-1).init.path),
    '',
  ].join('\n')
}

const RUNS = {init: '`org init`', rich: '`apply` of a rich manifest', apply: '`apply` of one change'}
/** Times the critical path. */
const GOAL = 1.15
/** Where nothing else waits for AWS, a busy machine shows most. */
const BOUNDS = {init: 1.6, rich: 2.5, apply: 3}

export const boundsOf = (runs) =>
  Object.entries(RUNS).map(([name, title]) => ({
    name: `${title}, times its critical path`,
    value: ratioOf(runs, name),
    goal: GOAL,
    bound: BOUNDS[name],
  }))

const ratioOf = (runs, name) => median(runs.map((run) => run[name].ms / run[name].path.ms))

function rowsOf(what, runs) {
  if (runs.length === 0) return []
  return Object.entries(RUNS).map(([name, title]) => {
    const took = runs.map((run) => run[name].ms)
    const least = runs.map((run) => run[name].path.ms)
    const calls = median(runs.map((run) => run[name].path.calls))
    return `| ${title}; ${what} | ${describe(took)} | ${describe(least)} | ${ratioOf(runs, name).toFixed(2)} × | ${GOAL} × | ${calls} |`
  })
}

function profileRows(groups) {
  const measured = Object.entries(groups).filter(([, runs]) => runs.length > 0)
  const parts = Object.keys(measured[0][1][0].init.profile)
  return [
    `| | ${measured.map(([title]) => title).join(' | ')} |`,
    `|---|${measured.map(() => '--:').join('|')}|`,
    ...parts.map(
      (part) =>
        `| ${part} | ${measured.map(([, runs]) => seconds(median(runs.map(({init}) => init.profile[part])))).join(' | ')} |`,
    ),
  ]
}

const chainOf = ({chain}) => [
  '| call | begins | ends |',
  '|---|--:|--:|',
  ...chain.map(
    ({service, operation, start, end}) => `| \`${service}:${operation}\` | ${seconds(start)} | ${seconds(end)} |`,
  ),
]

const seconds = (ms) => (ms / 1_000).toFixed(2)

const describe = (times) => `${seconds(median(times))} (${seconds(Math.min(...times))}–${seconds(Math.max(...times))})`

const today = () => new Date().toISOString().slice(0, 10)

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}, Node ${process.versions.node}; load ${loadavg()[2].toFixed(1)} over 15 minutes${getPriority() === 0 ? '' : `, measured at priority ${getPriority()}`}`

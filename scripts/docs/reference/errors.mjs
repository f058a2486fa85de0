// docs/reference/json.md and docs/reference/errors.md: what programs read, and what people do about an error.
import {CLASSES} from './scan-codes.mjs'

const MADE = 'Made by `npm run docs:reference` from the source.'

const EXITS = [
  [0, '', 'done, or nothing to do'],
  [1, '', 'a bug in awsup: the message says where to report it'],
  [2, 'UsageError, ManifestError', 'a wrong command line, or a mistake in awsup.yaml; nothing was touched'],
  [3, 'AccessError', 'no credentials, wrong ones, or too few permissions'],
  [
    4,
    'AwsRefusedError',
    'AWS refused, did not answer in time, or could not be reached; `access test` found a rule that does not hold',
  ],
  [
    5,
    'ConflictError',
    'locked, wrong account, not created by awsup, damaged, cannot be changed, or would leave users behind',
  ],
  [6, 'ApplyError', 'some steps failed; the rest is on record. Run the same command again to continue'],
  [10, '', '`--check`, `env doctor` or `access test` found something'],
  [126, 'NotStartedError', '`exec`: the command could not be started'],
  [127, 'NotStartedError', '`exec`: the command was not found'],
  [130, 'CancelledError', 'you said no, or pressed Ctrl-C; nothing further was changed'],
]

const escaped = (text) => text.replaceAll('|', '\\|').replaceAll(/[<>*_`]/g, (sign) => `\\${sign}`)
const sortsOf = (entries) => [...new Set(entries.map(({sort}) => sort))]
const byCode = (entries) =>
  [...new Set(entries.map(({code}) => code))].map((code) => [code, entries.filter((one) => one.code === code)])
const exitsOf = (entries) => sortsOf(entries).map((sort) => (sort === 'warning' ? 'warning' : CLASSES[sort].exit))

export function renderJson(entries) {
  return [
    '# JSON and exit codes',
    `With \`--json\` stdout holds exactly one JSON document on one line, and stderr is silent. ${MADE}`,
    '```json\n{"ok": true, "command": "env current", "result": {"name": "dev"}, "warnings": []}\n```',
    '```json\n{"ok": false, "command": "env show", "error": {"code": "NO_ENVIRONMENT", "message": "…", "hint": "…", "exitCode": 2, "details": {}}}\n```',
    'Read `ok` first, then `result` or `error.code`. Messages and hints are for people and may change in any version; codes stay. What `result` holds is in `schemas/results.json`, which comes with the package: one schema for each command. `credentials` and the streams of `exec` print what their readers expect instead.',
    'Add `--no-input` in scripts: a missing answer is then an error with exit code 2 that names the flag.',
    '## Exit codes',
    'They are the same with and without `--json`. `exec` ends with the exit code of the command that it ran: 128 and the number of the signal where it was killed.',
    [
      '| exit code | class | meaning |',
      '|---|---|---|',
      ...EXITS.map(([exit, name, text]) => `| ${exit} | ${name} | ${text} |`),
    ].join('\n'),
    '## Codes',
    'A class has a code of its own where the source names no other:',
    [
      '| code | class | exit code |',
      '|---|---|---|',
      ...Object.entries(CLASSES).map(([name, {code, exit}]) => `| \`${code}\` | ${name} | ${exit} |`),
      '| `NOT_STARTED` | NotStartedError | 126, 127 |',
      '| `UNFORESEEN` | a bug | 1 |',
    ].join('\n'),
    'All others, with what awsup says: [errors.md](errors.md).',
    [
      '| code | class | exit code |',
      '|---|---|---|',
      ...byCode(entries).map(
        ([code, all]) =>
          `| [\`${code}\`](errors.md#${code.toLowerCase()}) | ${sortsOf(all).join(', ')} | ${exitsOf(all)
            .filter((exit) => exit !== 'warning')
            .join(', ')} |`,
      ),
    ].join('\n'),
  ].join('\n\n')
}

export function renderErrors(entries) {
  return [
    '# Errors and what to do',
    `Look for the words that awsup printed, or for the code that \`--json\` has under \`error.code\`. \`…\` stands for a name, an id or a path. Each message comes with a hint that fits your case; below is what they say. ${MADE}`,
    'Three things help with most errors: `awsup status` shows what is unfinished, `awsup env doctor` compares files, records and AWS, and **running the same command again is always safe**: it continues where it stopped.',
    ...byCode(entries).flatMap(([code, all]) => [
      `## ${code}`,
      ...unique(all).map(({message, hints, sort}) =>
        [
          `- **${message === undefined ? 'The message depends on the case' : escaped(message)}**${sort === 'warning' ? ' (warning)' : ` (exit code ${CLASSES[sort].exit})`}`,
          ...hints.map((hint) => `  ${escaped(hint)}`),
        ].join('\n\n'),
      ),
    ]),
  ].join('\n\n')
}

const unique = (entries) => [...new Map(entries.map((one) => [`${one.message} ${one.hints.join(' ')}`, one])).values()]

import {createHash} from 'node:crypto'

/** One environment's jobs: one that plans in pull requests, one that applies. */
export interface WorkflowJobs {
  readonly environment: string
  readonly region: string
  readonly accountId: string
  /** ARNs. */
  readonly planRole: string
  readonly applyRole: string
  /** The branch or tag whose pushes apply. */
  readonly on: {readonly branch: string} | {readonly tag: string}
  /** Environment of GitHub that the apply job is in. */
  readonly gate: string | undefined
}

/** Commits of the actions, with their versions: a tag can be moved to other code. */
const ACTIONS = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  node: 'actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e # v6.4.0',
  credentials: 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
}

const FIRST = '# Written by awsup ci github from awsup.yaml: change that, and run it again.'
const HASH = /^# awsup: sha256 ([0-9a-f]{64})\n/

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whose a file is: `ours` is as it was written, `changed` was written by awsup and changed since. Pure. */
export function ownerOf(text: string): 'ours' | 'changed' | 'other' {
  const plain = text.replaceAll('\r\n', '\n')
  if (!plain.startsWith(`${FIRST}\n`)) return 'other'
  const rest = plain.slice(FIRST.length + 1)
  const found = HASH.exec(rest)
  return found?.[1] === hashOf(rest.slice(found?.[0].length)) ? 'ours' : 'changed'
}

/**
 * A workflow that plans in pull requests and applies what is pushed. No text of an event or of awsup.yaml gets into a shell:
 * values go through `env`, names are written as YAML strings. Pure.
 *
 * @param version of awsup, which the jobs install
 */
export function makeWorkflow(jobs: readonly WorkflowJobs[], version: string): string {
  const branches = distinct(jobs.flatMap(({on}) => ('branch' in on ? [on.branch] : [])))
  const tags = distinct(jobs.flatMap(({on}) => ('tag' in on ? [on.tag] : [])))
  const lines = [
    'name: awsup',
    'on:',
    '  pull_request:',
    '  push:',
    ...(branches.length > 0 ? ['    branches:', ...branches.map((name) => `      - ${quote(escapeGlob(name))}`)] : []),
    ...(tags.length > 0 ? ['    tags:', ...tags.map((name) => `      - ${quote(escapeGlob(name))}`)] : []),
    'permissions: {}',
    'jobs:',
    ...jobs.flatMap((job) => [...planJob(job, version), ...applyJob(job, version)]),
  ]
  const text = `${lines.join('\n')}\n`
  return `${FIRST}\n# awsup: sha256 ${hashOf(text)}\n${text}`
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort()

/** A string of YAML on one line. */
const quote = (text: string): string => JSON.stringify(text)

/** Filters of GitHub are patterns: what would be one is written as the character itself. */
const escapeGlob = (name: string): string => name.replaceAll(/[+!]/g, String.raw`\$&`)

/** A string in an expression of GitHub. */
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Pull requests of forks get no token, and must not: what runs in them is not the repository's. */
const OWN_PULL_REQUEST =
  "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository"

function planJob(job: WorkflowJobs, version: string): readonly string[] {
  const {environment} = job
  const mark = `<!-- awsup plan ${environment} -->`
  return [
    `  plan-${environment}:`,
    `    name: ${quote(`plan ${environment}`)}`,
    `    if: ${OWN_PULL_REQUEST}`,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 15',
    '    permissions:',
    '      contents: read',
    '      id-token: write # the token that AWS takes for a role',
    '      pull-requests: write # the comment',
    '    steps:',
    ...setUp(job, job.planRole, version),
    '      - name: Plan',
    '        env:',
    `          MARK: ${quote(mark)}`,
    '        run: |',
    '          code=0',
    `          awsup plan --env ${environment} --check --no-input --format markdown > "$RUNNER_TEMP/plan.md" || code=$?`,
    '          # 10 says that there is something to do, which is no failure.',
    '          if [ "$code" -ne 0 ] && [ "$code" -ne 10 ]; then exit "$code"; fi',
    '          # GitHub takes 65536 characters.',
    '          { echo "$MARK"; head --bytes=65000 "$RUNNER_TEMP/plan.md" | iconv -c -f utf-8 -t utf-8; } > "$RUNNER_TEMP/comment.md"',
    '      - name: Show the plan in the pull request',
    '        env:',
    '          GH_TOKEN: ${{ github.token }}',
    '          NUMBER: ${{ github.event.pull_request.number }}',
    `          MARK: ${quote(mark)}`,
    '        run: |',
    '          export MARK',
    '          id=$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments" \\',
    `            --jq '.[] | select(.user.login == "github-actions[bot]") | select(.body | startswith(env.MARK)) | .id' | head -n 1)`,
    '          if [ -n "$id" ]; then',
    '            gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$RUNNER_TEMP/comment.md"',
    '          else',
    '            gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --body-file "$RUNNER_TEMP/comment.md"',
    '          fi',
  ]
}

function applyJob(job: WorkflowJobs, version: string): readonly string[] {
  const {environment, gate, on} = job
  const ref = 'branch' in on ? `refs/heads/${on.branch}` : `refs/tags/${on.tag}`
  return [
    `  apply-${environment}:`,
    `    name: ${quote(`apply ${environment}`)}`,
    `    if: ${quote(`github.event_name == 'push' && github.ref == ${literal(ref)}`)}`,
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 60',
    ...(gate === undefined ? [] : [`    environment: ${quote(gate)}`]),
    '    # Two runs never apply at once, and none is stopped at work.',
    '    concurrency:',
    `      group: ${quote(`awsup-${environment}`)}`,
    '      cancel-in-progress: false',
    '    permissions:',
    '      contents: read',
    '      id-token: write # the token that AWS takes for a role',
    '    steps:',
    ...setUp(job, job.applyRole, version),
    '      - name: Apply',
    `        run: awsup apply --env ${environment} --yes --no-input`,
    '      - name: Nothing is left',
    `        run: awsup plan --env ${environment} --check --no-input`,
  ]
}

const setUp = ({region, accountId, environment}: WorkflowJobs, role: string, version: string): readonly string[] => [
  `      - uses: ${ACTIONS.checkout}`,
  '        with:',
  '          persist-credentials: false',
  `      - uses: ${ACTIONS.node}`,
  '        with:',
  '          node-version: 22',
  '          package-manager-cache: false',
  '      - name: Install awsup',
  `        run: npm install --global --ignore-scripts awsup@${version}`,
  `      - uses: ${ACTIONS.credentials}`,
  '        with:',
  `          role-to-assume: ${quote(role)}`,
  `          role-session-name: ${quote(`awsup-${environment}`)}`,
  `          aws-region: ${quote(region)}`,
  `          allowed-account-ids: ${quote(accountId)}`,
]

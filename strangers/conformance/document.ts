import {KINDS} from '../kinds/kinds.js'
import {EXCLUSIONS} from '../moto/exclusions.js'
import {MUTATIONS} from '../mutations/mutations.js'
import {renderClients} from './clients-table.js'
import {renderFacts, tallyMoto, tallySandbox} from './facts-table.js'
import {renderJob} from './job-table.js'
import {STRANGERS, type Evidence} from './judge.js'
import {count} from './markdown.js'
import {renderModels} from './models-table.js'
import {renderMutations} from './mutations-table.js'

/** The page of all proofs by strangers. `moto` is the text of `docs/evidence/moto.md`. */
export function renderDocument(evidence: Evidence, moto: string): string {
  const facts = tallySandbox(evidence.tests)
  return `# Conformance

awsup and its sandbox have the same authors: what they misunderstand of AWS would pass in both. So each side is held
against what others wrote. \`npm run test:conformance\` makes this page, and fails when it is no longer so;
\`npm run test:conformance -- -u\` writes it again.

${summarize(evidence, moto)}

## Other people's clients against the sandbox

A kind of thing, and what each client does with it: ✓ is before what it did with success, all that it had to find of it
as it expected. boto3 had every operation of the sandbox answered, its waiters and paginators among them; the AWS CLI and
Terraform choose for themselves which operations a verb takes, and need one of them. A number in brackets is a reason why
something is excluded; one that passes after all fails the run.

${renderClients(evidence.cells)}
## Facts about AWS

Each fact of [test/facts](../../test/facts) has its source in AWS's documentation. The sandbox keeps all of them;
[moto.md](moto.md) names those that moto does not, and how.

${renderFacts(facts, tallyMoto(moto))}

## AWS's models

Every request and every answer of this run was held against AWS's public API models ([src/models](../../src/models)): an answer
that they do not allow is a fault of the sandbox, and one request of awsup's that they do not allow fails the run. \`npm test\`
holds the whole suite against them.

${renderModels()}
## awsup against moto

${renderJob(evidence.tests, EXCLUSIONS)}
## A broken sandbox is noticed

A proof that cannot fail proves nothing. So the sandbox is broken on purpose, once in each of ${count(MUTATIONS.length, 'place')}, and
each time a fact has to be no longer so. Some are tried over HTTP as well: boto3's cell has to turn red, and the run with it.

${renderMutations()}
## Not in this run

A front end with Amplify signs in and works in Chromium, by \`npm run test:e2e\`: it needs a browser.
`
}

/** The numbers, in a line or two. */
export function summarize({cells, tests}: Evidence, moto: string): string {
  const outcomes = (['pass', 'excluded', 'untried', 'fail'] as const)
    .map((outcome) => [outcome, cells.filter((cell) => cell.outcome === outcome).length] as const)
    .filter(([outcome, number]) => number > 0 || outcome === 'fail')
    .map(([outcome, number]) => `${number} ${outcome}`)
  const facts = tallySandbox(tests)
  const total = sum(facts.map((tally) => tally.facts))
  const kept = sum(facts.map((tally) => tally.kept))
  return `**${STRANGERS.join(', ')} over ${count(KINDS.length, 'kind')}: ${count(cells.length, 'cell')}, ${outcomes.join(', ')}.**
Of ${count(total, 'fact')} about AWS the sandbox keeps ${kept}, moto ${sum(tallyMoto(moto).map((tally) => tally.kept))}.`
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

import {useState} from 'preact/hooks'
import type {Config} from '../config'
import {askSummary, type Summary} from '../summary'
import {useWork} from './useWork'

export function SummaryCard({config}: {config: Config}) {
  const [summary, setSummary] = useState<Summary>()
  const {busy, problem, run} = useWork()
  return (
    <section class="card" aria-label="Summary" aria-busy={busy}>
      <div class="title">
        <h2>Summary</h2>
        <button class="quiet" disabled={busy} onClick={() => run(async () => setSummary(await askSummary(config)))}>
          {busy ? 'One moment…' : 'Ask the function'}
        </button>
      </div>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {summary ? (
        <>
          <p class="figures">
            <strong>{summary.open}</strong> open, <strong>{summary.done}</strong> done
          </p>
          <small>
            AWS told the function who calls:
            <code>{summary.identityId}</code>
          </small>
        </>
      ) : (
        <small>A Lambda function counts your todos. This page sends it nothing.</small>
      )}
    </section>
  )
}

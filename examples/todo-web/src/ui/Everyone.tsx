import {useEffect, useState} from 'preact/hooks'
import type {Config} from '../config'
import {listEveryone, type Board} from '../everyone'
import {useWork} from './useWork'

/** For admins. All others who type the address see that AWS refuses. */
export function Everyone({config}: {config: Config}) {
  const [boards, setBoards] = useState<readonly Board[]>()
  const {busy, problem, run} = useWork()
  useEffect(() => void run(async () => setBoards(await listEveryone(config))), [config])

  return (
    <main class="everyone" aria-busy={busy}>
      <h2>Everyone’s todos</h2>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {boards?.length === 0 && <p class="empty">Nobody has a todo yet.</p>}
      {boards?.map(({owner, todos}) => (
        <section class="card" key={owner} aria-label={owner}>
          <div class="title">
            <code>{owner}</code>
            <span class="count">
              {todos.filter(({done}) => done).length} of {todos.length} done
            </span>
          </div>
          <ul>
            {todos.map(({id, text, done}) => (
              <li key={id} class={done ? 'done' : ''}>
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </main>
  )
}

import {useMemo, useState} from 'preact/hooks'
import type {Config} from '../config'
import {openFiles} from '../files'
import {endSession, type Session} from '../session'
import {openTodos} from '../todos'
import {Everyone} from './Everyone'
import {FileList} from './FileList'
import {SignIn} from './SignIn'
import {SummaryCard} from './SummaryCard'
import {TodoList} from './TodoList'

/** Where admins see everybody's todos. */
const EVERYONE = '/everyone'

export function App({config, initial}: {config: Config; initial: Session | undefined}) {
  const [session, setSession] = useState(initial)
  const isEveryone = location.pathname === EVERYONE
  return (
    <>
      <header>
        <img src="/icon.svg" alt="" width="32" height="32" />
        <h1>
          <a href="/">Todos</a>
        </h1>
        <span class="environment" title="From config.json">
          {config.environment}
        </span>
        {session?.groups.includes('admins') && (
          <nav>
            <a href="/" aria-current={isEveryone ? undefined : 'page'}>
              Mine
            </a>
            <a href={EVERYONE} aria-current={isEveryone ? 'page' : undefined}>
              Everyone
            </a>
          </nav>
        )}
        {session && (
          <div class="account">
            <span>{session.email}</span>
            <button class="quiet" onClick={() => endSession().then(() => setSession(undefined))}>
              Sign out
            </button>
          </div>
        )}
      </header>
      {!session ? (
        <SignIn onSession={setSession} />
      ) : isEveryone ? (
        <Everyone config={config} />
      ) : (
        <Board config={config} session={session} />
      )}
    </>
  )
}

function Board({config, session: {identityId}}: {config: Config; session: Session}) {
  const todos = useMemo(() => openTodos(config, identityId), [config, identityId])
  const files = useMemo(() => openFiles(config, identityId), [config, identityId])
  return (
    <main class="board">
      <TodoList todos={todos} />
      <div class="side">
        <FileList files={files} />
        <SummaryCard config={config} />
      </div>
      <footer>
        Only you can change what is here, and only admins can read your todos: the table’s partition key and the folder
        in the bucket are your identity id
        <code>{identityId}</code>
      </footer>
    </main>
  )
}

import {useState} from 'react'
import type {Config} from './config'
import {ItemList} from './ItemList'
import {leave, type Session} from './session'
import {SignIn} from './SignIn'

export function App({config, initial}: {readonly config: Config; readonly initial: Session | undefined}) {
  const [session, setSession] = useState(initial)
  const signOut = async () => {
    await leave()
    setSession(undefined)
  }
  return (
    <>
      <h1>__project__ · {config.environment}</h1>
      {session === undefined ? (
        <SignIn onSession={setSession} />
      ) : (
        <>
          <header>
            {session.email}
            <button className="quiet" onClick={() => void signOut()}>
              Sign out
            </button>
          </header>
          <ItemList config={config} session={session} />
        </>
      )}
    </>
  )
}

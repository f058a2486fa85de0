import {useState} from 'preact/hooks'
import {setFirstPassword, startSession, type Session} from '../session'
import {useWork} from './useWork'

export function SignIn({onSession}: {onSession: (session: Session) => void}) {
  const [step, setStep] = useState<'sign-in' | 'new-password'>('sign-in')
  const {busy, problem, run} = useWork()

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const field = (name: string) => String(form.get(name) ?? '')
    return run(async () => {
      const next = await (step === 'sign-in'
        ? startSession(field('email'), field('password'))
        : setFirstPassword(field('new-password')))
      if (next === 'new-password') setStep(next)
      else onSession(next)
    })
  }

  return (
    <main class="sign-in">
      <form class="card" onSubmit={submit} key={step}>
        {step === 'sign-in' ? (
          <>
            <h2>Welcome back</h2>
            <p class="lead">Sign in to see your todos and files.</p>
            <label>
              Email
              <input name="email" type="email" autocomplete="username" required autofocus />
            </label>
            <label>
              Password
              <input name="password" type="password" autocomplete="current-password" required />
            </label>
          </>
        ) : (
          <>
            <h2>Choose a password</h2>
            <p class="lead">The one you were given was good for one sign-in.</p>
            <label>
              New password
              <input name="new-password" type="password" autocomplete="new-password" required autofocus />
            </label>
          </>
        )}
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <button disabled={busy}>{busy ? 'One moment…' : step === 'sign-in' ? 'Sign in' : 'Save and continue'}</button>
      </form>
    </main>
  )
}

import {useState, type FormEvent} from 'react'
import {changeFirstPassword, confirm, enter, register, type Session, type Step} from './session'
import {useWork} from './useWork'

export function SignIn({onSession}: {readonly onSession: (session: Session) => void}) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [answer, setAnswer] = useState('')
  const [asked, setAsked] = useState<'code' | 'new-password'>()
  const {problem, isBusy, run} = useWork()

  const goOn = (step: Promise<Step>) =>
    run(async () => {
      const next = await step
      setAnswer('')
      if (typeof next === 'object') onSession(next)
      else setAsked(next)
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (asked === 'code') void goOn(confirm(email, password, answer.trim()))
    else if (asked === 'new-password') void goOn(changeFirstPassword(answer))
    else void goOn(enter(email, password))
  }

  return (
    <form onSubmit={submit}>
      {asked === undefined ? (
        <>
          <input
            required
            type="email"
            placeholder="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <input
            required
            type="password"
            placeholder="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <button disabled={isBusy}>Sign in</button>
          <button
            type="button"
            className="quiet"
            disabled={isBusy}
            onClick={() => void goOn(register(email, password))}
          >
            Sign up
          </button>
        </>
      ) : (
        <>
          <input
            required
            type={asked === 'code' ? 'text' : 'password'}
            placeholder={asked === 'code' ? 'code' : 'new password'}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
          <button disabled={isBusy}>{asked === 'code' ? 'Confirm' : 'Change'}</button>
        </>
      )}
      {problem !== undefined && <p className="problem">{problem}</p>}
    </form>
  )
}

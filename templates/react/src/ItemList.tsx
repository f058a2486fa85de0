import {useEffect, useMemo, useState, type FormEvent} from 'react'
import type {Config} from './config'
import {openItems, type Item} from './items'
import type {Session} from './session'
import {useWork} from './useWork'

export function ItemList({config, session}: {readonly config: Config; readonly session: Session}) {
  const items = useMemo(() => openItems(config, session), [config, session])
  const [shown, setShown] = useState<readonly Item[]>([])
  const [text, setText] = useState('')
  const {problem, isBusy, run} = useWork()

  useEffect(() => {
    void run(async () => setShown(await items.list()))
  }, [items])

  const add = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const item = await items.add(text.trim())
      setShown((before) => [...before, item])
      setText('')
    })
  }
  const remove = (item: Item) =>
    run(async () => {
      await items.remove(item)
      setShown((before) => before.filter(({id}) => id !== item.id))
    })

  return (
    <>
      <form onSubmit={add}>
        <input required placeholder="item" value={text} onChange={(event) => setText(event.target.value)} />
        <button disabled={isBusy}>Save</button>
      </form>
      <ul>
        {shown.map((item) => (
          <li key={item.id}>
            {item.text}
            <button className="quiet" disabled={isBusy} onClick={() => void remove(item)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      {problem !== undefined && <p className="problem">{problem}</p>}
    </>
  )
}

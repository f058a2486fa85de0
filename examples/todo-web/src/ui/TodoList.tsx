import {useEffect, useState} from 'preact/hooks'
import type {Todo, Todos} from '../todos'
import {useWork} from './useWork'

export function TodoList({todos}: {todos: Todos}) {
  const [items, setItems] = useState<readonly Todo[]>()
  const {busy, problem, run} = useWork()
  useEffect(() => void run(async () => setItems(await todos.list())), [todos])

  const add = (event: SubmitEvent) => {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const text = String(new FormData(form).get('text') ?? '').trim()
    if (text === '') return
    return run(async () => {
      const added = await todos.add(text)
      form.reset()
      setItems([...(items ?? []), added])
    })
  }
  const mark = (todo: Todo, done: boolean) =>
    run(async () => {
      const marked = await todos.mark(todo, done)
      setItems(items?.map((item) => (item.id === todo.id ? marked : item)))
    })
  const remove = (todo: Todo) =>
    run(async () => {
      await todos.remove(todo)
      setItems(items?.filter(({id}) => id !== todo.id))
    })

  const done = items?.filter((item) => item.done).length ?? 0
  return (
    <section class="card" aria-label="Todos" aria-busy={busy}>
      <div class="title">
        <h2>To do</h2>
        {items && items.length > 0 && (
          <span class="count">
            {done} of {items.length} done
          </span>
        )}
      </div>
      <form class="add" onSubmit={add}>
        <input name="text" placeholder="What needs doing?" aria-label="New todo" autocomplete="off" />
        <button disabled={busy}>Add</button>
      </form>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ul>
        {items?.map((todo) => (
          <li key={todo.id} class={todo.done ? 'done' : ''}>
            <label>
              <input type="checkbox" checked={todo.done} onChange={() => mark(todo, !todo.done)} />
              <span>{todo.text}</span>
            </label>
            <button class="remove" aria-label={`Delete ${todo.text}`} onClick={() => remove(todo)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {items?.length === 0 && <p class="empty">Nothing to do. Enjoy it while it lasts.</p>}
    </section>
  )
}

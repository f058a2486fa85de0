import {configureAuth, loadConfig, type Config} from './config'
import {openItems, type Item} from './items'
import {changeFirstPassword, confirm, enter, findSession, leave, register, type Session, type Step} from './session'
import './style.css'

try {
  const config = await loadConfig()
  configureAuth(config)
  const session = await findSession()
  if (session) await showItems(config, session)
  else showSignIn(config)
} catch (error) {
  document.body.replaceChildren(problem(error))
}

function showSignIn(config: Config): void {
  const form = makeForm(['email', 'password'], 'Sign in', (email, password) =>
    goOn(enter(email, password), email, password),
  )
  const newcomer = button('Sign up', () =>
    form.run((email, password) => goOn(register(email, password), email, password)),
  )
  document.body.replaceChildren(heading(config), form.element, newcomer)

  async function goOn(step: Promise<Step>, email: string, password: string): Promise<void> {
    const next = await step
    if (typeof next === 'object') return showItems(config, next)
    const form =
      next === 'code'
        ? makeForm(['code'], 'Confirm', (code) => goOn(confirm(email, password, code), email, password))
        : makeForm(['new password'], 'Change', (changed) => goOn(changeFirstPassword(changed), email, changed))
    document.body.replaceChildren(heading(config), form.element)
  }
}

async function showItems(config: Config, session: Session): Promise<void> {
  const items = openItems(config, session)
  const list = document.createElement('ul')
  const show = (item: Item): void => {
    const row = document.createElement('li')
    const remove = button('Remove', async () => {
      await items.remove(item)
      row.remove()
    })
    row.append(item.text, remove)
    list.append(row)
  }
  const form = makeForm(['item'], 'Save', async (text) => show(await items.add(text)))
  const bar = document.createElement('header')
  bar.append(
    session.email,
    button('Sign out', async () => {
      await leave()
      showSignIn(config)
    }),
  )
  document.body.replaceChildren(heading(config), bar, form.element, list)
  for (const item of await items.list()) show(item)
}

type Submit = (...values: string[]) => Promise<void>

/** A form with a field for each name. `run` does something else with what is in its fields. */
function makeForm(names: readonly string[], label: string, submit: Submit) {
  const element = document.createElement('form')
  const fields = names.map((name) => {
    const field = document.createElement('input')
    field.required = true
    field.placeholder = name
    field.name = name
    field.type = name.includes('password') ? 'password' : name === 'email' ? 'email' : 'text'
    return field
  })
  const send = document.createElement('button')
  send.textContent = label
  element.append(...fields, send)

  const run = async (work: Submit): Promise<void> => {
    element.querySelector('.problem')?.remove()
    if (!element.reportValidity()) return
    send.disabled = true
    try {
      await work(...fields.map(({type, value}) => (type === 'password' ? value : value.trim())))
      element.reset()
    } catch (error) {
      element.append(problem(error))
    } finally {
      send.disabled = false
    }
  }
  element.addEventListener('submit', (event) => {
    event.preventDefault()
    void run(submit)
  })
  return {element, run}
}

function button(label: string, work: () => Promise<void>): HTMLButtonElement {
  const element = document.createElement('button')
  element.textContent = label
  element.className = 'quiet'
  element.addEventListener('click', () => {
    work().catch((error: unknown) => element.after(problem(error)))
  })
  return element
}

function heading({environment}: Config): HTMLElement {
  const element = document.createElement('h1')
  element.textContent = `__project__ · ${environment}`
  return element
}

function problem(error: unknown): HTMLElement {
  const element = document.createElement('p')
  element.className = 'problem'
  element.textContent = error instanceof Error ? error.message : String(error)
  return element
}

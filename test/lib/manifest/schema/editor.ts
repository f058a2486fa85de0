import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import {pathToFileURL} from 'node:url'

const require = createRequire(import.meta.url)
const SERVER = require.resolve('yaml-language-server/bin/yaml-language-server')
const DEADLINE_MS = 60_000

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: unknown
}

interface Position {
  readonly line: number
  readonly character: number
}

/** What the language server marks, from line 0. */
export interface Diagnostic {
  readonly message: string
  readonly range: {readonly start: Position; readonly end: Position}
}

/** An editor with the YAML language server behind it, as VS Code and others start it. */
export interface Editor {
  /** URLs of schemas that the server asked this editor for. */
  readonly asked: readonly string[]
  /** Opens a text under a name of a file, and answers what is marked in it. */
  open(file: string, text: string): Promise<readonly Diagnostic[]>
  /** What a person is offered where `¦` stands in the text. */
  complete(file: string, text: string): Promise<readonly string[]>
  /** What a person is shown over the place where `¦` stands. */
  hover(file: string, text: string): Promise<string>
  close(): void
}

/** `schemas`: what the editor finds under a URL, which is all that the server gets of the network. */
export async function openEditor(schemas: ReadonlyMap<string, string>): Promise<Editor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], {stdio: ['pipe', 'pipe', 'inherit']})
  const asked: string[] = []
  const replies = new Map<number, (message: Message) => void>()
  const marked = new Map<string, (found: readonly Diagnostic[]) => void>()
  const send = (message: object): void => {
    const body = Buffer.from(JSON.stringify({jsonrpc: '2.0', ...message}))
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`)
    server.stdin.write(body)
  }
  const answer = ({method, params}: Message): object => {
    if (method === 'workspace/configuration') return {result: listOf(params, 'items').map(() => ({}))}
    if (method !== 'vscode/content') return {result: null}
    const url = String(params)
    asked.push(url)
    const text = schemas.get(url)
    return text === undefined ? {error: {code: 404, message: `nothing at ${url}`}} : {result: text}
  }
  let rest = Buffer.alloc(0)
  server.stdout.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      if (head === -1) return
      const length = Number(/Content-Length: (\d+)/i.exec(rest.toString('utf8', 0, head))?.[1])
      if (rest.length < head + 4 + length) return
      const message = JSON.parse(rest.toString('utf8', head + 4, head + 4 + length)) as Message
      rest = rest.subarray(head + 4 + length)
      if (message.method === 'textDocument/publishDiagnostics') {
        const {uri, diagnostics} = message.params as {readonly uri: string; readonly diagnostics: readonly Diagnostic[]}
        marked.get(uri)?.(diagnostics)
      } else if (message.method !== undefined) {
        if (message.id !== undefined) send({id: message.id, ...answer(message)})
      } else replies.get(Number(message.id))?.(message)
    }
  })
  let last = 0
  const ask = (method: string, params: object): Promise<unknown> => {
    const id = (last += 1)
    const reply = within<Message>(method, (done) => replies.set(id, done))
    send({id, method, params})
    return reply.then(({result, error}) => {
      if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
      return result
    })
  }
  const capabilities = {
    textDocument: {hover: {contentFormat: ['markdown']}, completion: {}},
    workspace: {configuration: true},
  }
  await ask('initialize', {processId: process.pid, rootUri: null, capabilities})
  send({method: 'initialized', params: {}})
  // What the extension of VS Code says: schemas come from the editor.
  send({method: 'yaml/registerContentRequest', params: {}})
  const settings = {yaml: {validate: true, hover: true, completion: true, schemaStore: {enable: false}}}
  send({method: 'workspace/didChangeConfiguration', params: {settings}})

  let version = 0
  const open = (file: string, text: string): Promise<readonly Diagnostic[]> => {
    const uri = pathToFileURL(file).href
    const found = within<readonly Diagnostic[]>(`diagnostics of ${file}`, (done) => marked.set(uri, done))
    version += 1
    send({method: 'textDocument/didOpen', params: {textDocument: {uri, languageId: 'yaml', version, text}}})
    return found
  }
  const askAt = async (method: string, file: string, marked: string): Promise<unknown> => {
    const before = marked.slice(0, marked.indexOf('¦')).split('\n')
    await open(file, marked.replace('¦', ''))
    return ask(method, {
      textDocument: {uri: pathToFileURL(file).href},
      position: {line: before.length - 1, character: before.at(-1)?.length ?? 0},
    })
  }
  return {
    asked,
    open,
    complete: async (file, text) =>
      listOf(await askAt('textDocument/completion', file, text), 'items').map((item) => textAt(item, 'label')),
    hover: async (file, text) => {
      const shown = await askAt('textDocument/hover', file, text)
      return textAt(valueAt(shown, 'contents'), 'value')
    },
    close: () => {
      server.kill()
    },
  }
}

/** Throws where nothing comes: the server says nothing of what it does not understand. */
function within<T>(what: string, wait: (done: (value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`the language server never answered: ${what}`))
    }, DEADLINE_MS)
    wait((value) => {
      clearTimeout(timer)
      resolve(value)
    })
  })
}

const valueAt = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = valueAt(value, key)
  return Array.isArray(list) ? list : []
}

function textAt(value: unknown, key: string): string {
  const text = valueAt(value, key)
  return typeof text === 'string' ? text : ''
}

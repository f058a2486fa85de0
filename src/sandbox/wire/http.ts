/** A request as HTTP clients send it; names of headers in any case. */
export interface SandboxRequest {
  readonly method: string
  /** As on the wire, percent-encoded, without the query. */
  readonly path: string
  /** Decoded. */
  readonly query?: Readonly<Record<string, string | readonly string[] | null | undefined>> | undefined
  /** The query as it came; absent where it was never a text. */
  readonly search?: string | undefined
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: string | Uint8Array | undefined
  /** Where the sandbox is called, `http://127.0.0.1:4566`; absent where it has no port. */
  readonly endpoint?: string | undefined
}

export interface SandboxReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** A request in one form: lower-case headers, query as pairs, body as bytes. */
export interface WireRequest {
  readonly method: string
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
  readonly endpoint?: string | undefined
}

/** Brings a request into the one form that routing, signatures and codecs read. */
export function normalizeRequest(request: SandboxRequest): WireRequest {
  const {method, path, query = {}, headers, body = '', endpoint} = request
  return {
    endpoint,
    method: method.toUpperCase(),
    path: path === '' ? '/' : path,
    query: Object.entries(query).flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one] as const)),
    headers: readHeaders(headers),
    // The SDK's bytes are of a class of its own, which minds being read as text: only what they point at is taken.
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength),
  }
}

function readHeaders(sent: SandboxRequest['headers']): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(sent))
    if (value !== undefined)
      headers.set(name.toLowerCase(), readText(typeof value === 'string' ? value : value.join(',')))
  return headers
}

const UTF8 = new TextDecoder('utf-8', {fatal: true})

/** Node hands on the bytes of a header as Latin-1; AWS reads and signs them as UTF-8, which most clients send. */
function readText(value: string): string {
  if (!/[^\0-\x7f]/.test(value) || /[^\0-\xff]/.test(value)) return value
  try {
    return UTF8.decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

/** The text of a request's body; only UTF-8 is sent in either protocol. */
export const bodyText = (request: Pick<WireRequest, 'body'>): string => request.body.toString('utf8')

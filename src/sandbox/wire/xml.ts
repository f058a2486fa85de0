import {XmlShapeSerializer} from '@aws-sdk/core/protocols'
import {NormalizedSchema} from '@smithy/core/schema'

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0]

/** Characters that XML 1.0 has no place for, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** A structure made on the spot: `[3, namespace, name, traits, member names, member schemas]`. */
const structure = (name: string, members: Readonly<Record<string, SchemaRef>>): NormalizedSchema =>
  NormalizedSchema.of([3, 'sandbox', name, 0, Object.keys(members), Object.values(members)] as never)

const METADATA = structure('ResponseMetadata', {RequestId: 0})
const ERROR = structure('ErrorResponse', {Error: structure('Error', {Type: 0, Code: 0, Message: 0}), RequestId: 0})

/** A structure as XML, its root named as the schema says; no namespace where that is empty. */
export function render(schema: NormalizedSchema, value: object, namespace: string): string {
  const serializer = new XmlShapeSerializer({
    timestampFormat: {useTrait: true, default: 5},
    xmlNamespace: namespace,
    serviceNamespace: 'sandbox',
  })
  serializer.write(schema, value)
  return Buffer.from(serializer.flush()).toString('utf8').replace(NOT_XML, '\ufffd')
}

interface Reply {
  readonly operation: string
  readonly output: object
  readonly namespace: string
  readonly requestId: string
}

/** `<OpResponse><OpResult>…</OpResult><ResponseMetadata>`; operations without output have no result element. */
export function renderResult(schema: NormalizedSchema, {operation, output, namespace, requestId}: Reply): string {
  const result: Record<string, SchemaRef> = schema.isStructSchema() ? {[`${operation}Result`]: schema.getSchema()} : {}
  const reply = structure(`${operation}Response`, {...result, ResponseMetadata: METADATA.getSchema()})
  const value = {[`${operation}Result`]: output, ResponseMetadata: {RequestId: requestId}}
  return render(reply, value, namespace)
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly fault: 'client' | 'server'
  readonly namespace: string
  readonly requestId: string
}

/** `<ErrorResponse><Error><Type/><Code/><Message/></Error><RequestId/>`. */
export function renderError({code, message, fault, namespace, requestId}: Refusal): string {
  const type = fault === 'client' ? 'Sender' : 'Receiver'
  return render(ERROR, {Error: {Type: type, Code: code, Message: message}, RequestId: requestId}, namespace)
}

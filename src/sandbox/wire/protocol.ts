import {crc32} from 'node:zlib'
import {ServiceError} from '../core/errors.js'
import {uuid} from '../core/ids.js'
import type {Service} from '../core/service.js'
import type {SandboxReply} from './http.js'
import {decodeJson, encodeJson} from './json.js'
import {decodeQuery} from './query.js'
import {decodeRest} from './rest.js'
import {decodeRestJson, restJsonReply} from './rest-json.js'
import {encodeRest, encodeRestError} from './rest-reply.js'
import {findErrorShape, findHttpTrait, type ErrorShape, type OperationShape} from './schemas.js'
import {renderError, renderResult} from './xml.js'
import type {Payload} from './payload.js'

/** The input of an operation as typed values; what it throws depends on the protocol. */
export function decodeInput({input}: OperationShape, payload: Payload): object {
  if (payload.type === 'rest') return decodeRest(input, payload)
  if (payload.type === 'rest-json') return decodeRestJson(input, payload)
  return payload.type === 'json' ? decodeJson(input, payload.text) : decodeQuery(input, payload.form)
}

interface Answered {
  readonly service: Service
  readonly operation: string
  readonly shape: OperationShape
}

/** The reply to a call that went well. */
export function encodeOutput({service, operation, shape}: Answered, output: object): SandboxReply {
  if (service.protocol === 'rest-xml')
    return encodeRest(shape.output, output, findHttpTrait(service.sdk, operation)?.[2] ?? 200)
  const requestId = uuid()
  if (service.protocol === 'json')
    return jsonReply({status: 200, requestId, body: encodeJson(shape.output, output)}, service)
  if (service.protocol === 'rest-json')
    return restJsonReply({
      status: findHttpTrait(service.sdk, operation)?.[2] ?? 200,
      requestId,
      body: encodeJson(shape.output, output),
    })
  const namespace = namespaceOf(service)
  return xmlReply({status: 200, requestId, body: renderResult(shape.output, {operation, output, namespace, requestId})})
}

/** The reply to a call that was refused; `service` is absent when nobody can tell which was meant. */
export function encodeError(
  error: ServiceError,
  protocol: Service['protocol'],
  service: Service | undefined,
): SandboxReply {
  const requestId = uuid()
  const shape = service === undefined ? undefined : findErrorShape(service, error.name)
  const {message} = error
  const status = shape?.status ?? error.status ?? 400
  if (protocol === 'rest-xml') return encodeRestError(error.name, message, status)
  if (protocol === 'query') {
    const namespace = service === undefined ? '' : namespaceOf(service)
    const fault = status >= 500 ? 'server' : 'client'
    return xmlReply({
      status,
      requestId,
      body: renderError({code: shape?.code ?? error.name, message, fault, namespace, requestId}),
    })
  }
  if (protocol === 'rest-json') {
    return restJsonReply({status, requestId, body: JSON.stringify({message, ...fieldsOf(error, shape)})}, error.name)
  }
  // AWS's JSON services answer 400 to whatever the client did, though their models say 404, 409 or 429.
  const answered = error.status ?? (shape?.fault === 'server' ? 500 : 400)
  const body = JSON.stringify({__type: error.name, message, Message: message, ...fieldsOf(error, shape)})
  return jsonReply({status: answered, requestId, body}, service)
}

/** Members of a modelled exception; all that were given of one that no model knows. */
const fieldsOf = ({fields}: ServiceError, shape: ErrorShape | undefined): object =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => shape?.members.includes(name) ?? true))

interface Body {
  readonly status: number
  readonly requestId: string
  readonly body: string
}

const jsonReply = ({status, requestId, body}: Body, service: Service | undefined): SandboxReply => ({
  status,
  headers: {
    'content-type': `application/x-amz-json-${service?.jsonVersion ?? '1.1'}`,
    'x-amzn-requestid': requestId,
    // Go's SDK compares it (DynamoDB API, "Low-level API": x-amz-crc32).
    ...(service?.name === 'dynamodb' ? {'x-amz-crc32': String(crc32(body))} : {}),
  },
  body,
})

const xmlReply = ({status, requestId, body}: Body): SandboxReply => ({
  status,
  headers: {'content-type': 'text/xml', 'x-amzn-requestid': requestId},
  body,
})

/** `https://iam.amazonaws.com/doc/2010-05-08/`: name and version of the service. */
const namespaceOf = ({name, target}: Service): string => `https://${name}.amazonaws.com/doc/${target}/`

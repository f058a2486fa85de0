import * as sdk from '@aws-sdk/client-sso-oidc'
import model from '../../../../models/sso-oidc.json' with {type: 'json'}
import {alnum, consonants} from '../../../core/ids.js'
import {openModel} from '../../../core/model.js'
import {type Call, defineService, type Operations} from '../../../core/service.js'
import {instances} from '../sso-admin/tables.js'
import {isThere, openTokens, personOf} from './grants.js'
import {findPortal} from './portal.js'
import {refused} from './refusals.js'
import {type Client, clients, devices} from './tables.js'

const DAY_MS = 24 * 60 * 60 * 1000
/** User guide of the AWS CLI, "Configuring IAM Identity Center authentication": a registration is good for 90 days. */
const CLIENT_MS = 90 * DAY_MS
const DEVICE_SECONDS = 600

/** @throws ServiceError InvalidClientException */
function requireClient(
  sent: {readonly clientId?: string | undefined; readonly clientSecret?: string | undefined},
  {tx, now}: Call,
): Client {
  const client = clients.get(tx, [sent.clientId ?? ''])
  if (client === undefined || client.clientSecret !== sent.clientSecret || client.expiresAt <= now)
    throw refused('InvalidClientException', 'The client is not valid.')
  return client
}

const operations: Operations<typeof sdk> = {
  RegisterClient: {
    run({clientName = '', clientType, scopes = [], redirectUris = []}, {tx, now}) {
      if (clientType !== 'public')
        throw refused('InvalidClientMetadataException', `The client type ${clientType ?? ''} is not supported.`)
      const client = {clientId: alnum(22), clientSecret: alnum(64), name: clientName, expiresAt: now + CLIENT_MS}
      clients.put(tx, [client.clientId], {...client, scopes, redirectUris})
      return {
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        clientIdIssuedAt: Math.floor(now / 1000),
        clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
      }
    },
  },

  StartDeviceAuthorization: {
    run({startUrl = '', ...sent}, call) {
      const client = requireClient(sent, call)
      const instance = instances.list(call.tx).find(({identityStoreId}) => isPortal(startUrl, identityStoreId))
      if (!instance) throw refused('InvalidRequestException', `There is no access portal ${startUrl}.`)
      const userCode = `${consonants(4)}-${consonants(4)}`
      const deviceCode = alnum(64)
      devices.put(call.tx, [deviceCode], {
        ...{deviceCode, userCode, clientId: client.clientId, organizationId: instance.organizationId},
        ...{expiresAt: call.now + DEVICE_SECONDS * 1000, answer: undefined, userId: undefined},
      })
      const verificationUri = findPortal(call.host, startUrl)
      return {
        ...{deviceCode, userCode, verificationUri, expiresIn: DEVICE_SECONDS, interval: 1},
        verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      }
    },
  },

  CreateToken: {
    run(input, call) {
      const client = requireClient(input, call)
      const person = personOf(client, input, call)
      if (!isThere(person, call.tx)) throw refused('InvalidGrantException', 'The user does not exist any more.')
      return openTokens(client, person, call)
    },
  },
}

/** `https://d-1234567890.awsapps.com/start`, also with what browsers and people put behind it. */
const isPortal = (url: string, identityStoreId: string): boolean =>
  url.replace(/[#/?]+$/, '').toLowerCase() === `https://${identityStoreId}.awsapps.com/start`

/** The sign-in of IAM Identity Center, for programs. */
export const ssoOidc = defineService({
  name: 'sso-oidc',
  validationError: 'InvalidRequestException',
  protocol: 'rest-json',
  target: '2019-06-10',
  sdk,
  model: openModel(model),
  operations,
})

import * as sdk from '@aws-sdk/client-sts'
import model from '../../../models/sts.json' with {type: 'json'}
import {openModel} from '../../core/model.js'
import {defineService} from '../../core/service.js'
import {AssumeRole} from './assume-role.js'
import {GetAccessKeyInfo, GetCallerIdentity} from './caller-identity.js'
import {GetSessionToken} from './session-token.js'
import {AssumeRoleWithWebIdentity} from './web-identity.js'

/** AWS Security Token Service: short-lived credentials. */
export const sts = defineService({
  name: 'sts',
  validationError: 'ValidationError',
  protocol: 'query',
  target: '2011-06-15',
  sdk,
  model: openModel(model),
  operations: {AssumeRole, AssumeRoleWithWebIdentity, GetAccessKeyInfo, GetCallerIdentity, GetSessionToken},
})

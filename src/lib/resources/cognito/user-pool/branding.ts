import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {absentWhen} from '../../../aws/calls/absent.js'
import {compare, type Resource} from '../../../base/resource.js'
import {present} from '../../present.js'

/**
 * The style of an app client's sign-in pages: without one, AWS shows no page at all for a client made through its API.
 */
export interface BrandingDesired {
  readonly userPoolId: string
  readonly clientId: string
}

export interface BrandingActual extends BrandingDesired {
  readonly id: string
}

export const branding: Resource<BrandingDesired, BrandingActual> = {
  kind: 'managed-login-branding',
  actions: [
    'cognito-idp:DescribeManagedLoginBrandingByClient',
    'cognito-idp:CreateManagedLoginBranding',
    'cognito-idp:DeleteManagedLoginBranding',
  ],
  key: ['userPoolId', 'clientId'],
  diff: compare<BrandingDesired>({userPoolId: 'replace', clientId: 'replace'}),

  async read({userPoolId, clientId}, _id, {aws}) {
    const answer = await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DescribeManagedLoginBrandingByClientCommand({UserPoolId: userPoolId, ClientId: clientId})),
    )
    const id = answer?.ManagedLoginBranding?.ManagedLoginBrandingId
    return id === undefined ? undefined : {id, userPoolId, clientId}
  },

  // Cognito's own style; what somebody designs on top of it stays.
  async create({userPoolId, clientId}, {aws}) {
    const {ManagedLoginBranding} = await aws.cognito.send(
      new CreateManagedLoginBrandingCommand({
        UserPoolId: userPoolId,
        ClientId: clientId,
        UseCognitoProvidedValues: true,
      }),
    )
    const made = present(ManagedLoginBranding, 'ManagedLoginBranding')
    return {id: present(made.ManagedLoginBrandingId, 'ManagedLoginBrandingId'), userPoolId, clientId}
  },

  update: (_desired, actual) => Promise.resolve(actual),

  async delete({id, userPoolId}, {aws}) {
    await absentWhen('ResourceNotFoundException', () =>
      aws.cognito.send(new DeleteManagedLoginBrandingCommand({UserPoolId: userPoolId, ManagedLoginBrandingId: id})),
    )
  },
}

import {
  CreateAppCommand,
  DeleteAppCommand,
  GetAppCommand,
  paginateListApps,
  TagResourceCommand,
  UpdateAppCommand,
  type App,
} from '@aws-sdk/client-amplify'
import {absentWhen} from '../../aws/calls/absent.js'
import {compare, type Context, type OwnerTags, type Resource} from '../../base/resource.js'
import {requireKept} from '../kept.js'
import {claimOf, isOurs, requireSingle} from '../owner.js'
import {collect} from '../pages.js'
import {present} from '../present.js'
import {readHeaders, renderHeaders, type HeaderRule} from './headers.js'

/** An app of Amplify Hosting: what all of its branches have in common. */
export interface HostingAppDesired {
  /** 1–255 characters; not unique. */
  readonly name: string
  /** Read from the top; the first that applies counts. */
  readonly rules: readonly HostingRule[]
  readonly headers: readonly HeaderRule[]
  /** Whether its tags say whose it is: what finds it when no id is on record. */
  readonly tagged: boolean
}

export interface HostingRule {
  readonly source: string
  readonly target: string
  /** `200`, `301`, `302`, `404` or `404-200`. */
  readonly status: string
}

/** The id is the app's, `d1a2b3c4d5e6f7`. */
export interface HostingAppActual extends HostingAppDesired {
  readonly id: string
  readonly arn: string
  /** `<app id>.amplifyapp.com`: below it each branch has its address. */
  readonly domain: string
}

export const hostingApp: Resource<HostingAppDesired, HostingAppActual, never> = {
  kind: 'hosting-app',
  actions: [
    'amplify:ListApps',
    'amplify:GetApp',
    'amplify:CreateApp',
    'amplify:TagResource',
    'amplify:UpdateApp',
    'amplify:DeleteApp',
  ],
  // Names of apps are not unique, and CreateApp has no token: without an id, the tags find it.
  key: [],
  keep: ['domain'],
  doubles: true,
  loses: 'its address, and what is deployed there',
  diff: compare<HostingAppDesired>({name: 'update', rules: 'update', headers: 'update', tagged: 'update'}),

  read: (_key, id, context) => (id === undefined ? findByTags(context) : readById(id, context)),

  async create(desired, {aws, owner}) {
    const {app} = await aws.amplify.send(
      new CreateAppCommand({platform: 'WEB', ...settingsOf(desired), tags: {...owner}}),
    )
    return toActual(present(app, 'app'), owner)
  },

  // UpdateApp leaves what is not sent as it is.
  async update(desired, {id, arn, tagged}, context) {
    const {aws, owner} = context
    await aws.amplify.send(new UpdateAppCommand({appId: id, ...settingsOf(desired)}))
    if (!tagged) await aws.amplify.send(new TagResourceCommand({resourceArn: arn, tags: {...owner}}))
    const after = present(await readById(id, context), 'app')
    requireKept(`hosting app ${id}`, hostingApp.diff(desired, after))
    return after
  },

  // Branches, their deployments and domains go with it.
  async delete({id}, {aws}) {
    await absentWhen('NotFoundException', () => aws.amplify.send(new DeleteAppCommand({appId: id})))
  },

  async twins({id}, context) {
    return (await listTagged(context)).flatMap(({appId}) => (appId === undefined || appId === id ? [] : [{id: appId}]))
  },
}

const settingsOf = ({name, rules, headers}: HostingAppDesired) => ({
  name,
  customRules: rules.map((rule) => ({...rule})),
  customHeaders: renderHeaders(headers),
})

async function readById(id: string, {aws, owner}: Context): Promise<HostingAppActual | undefined> {
  const answer = await absentWhen('NotFoundException', () => aws.amplify.send(new GetAppCommand({appId: id})))
  return answer && toActual(present(answer.app, 'app'), owner)
}

async function findByTags(context: Context): Promise<HostingAppActual | undefined> {
  const address = context.owner['awsup:address'] ?? ''
  const app = requireSingle(`hosting apps tagged ${address}`, await listTagged(context), ({appId = ''}) => appId)
  return app && toActual(app, context.owner)
}

/** Every app of the account and region whose tags say that it is this one. */
async function listTagged({aws, owner}: Context): Promise<readonly App[]> {
  const listed = await collect(paginateListApps({client: aws.amplify}, {maxResults: 100}), ({apps}) => apps)
  return listed.filter(({tags}) => isOurs(tags, owner))
}

const toActual = (app: App, owner: OwnerTags): HostingAppActual => ({
  id: present(app.appId, 'appId'),
  arn: present(app.appArn, 'appArn'),
  domain: present(app.defaultDomain, 'defaultDomain'),
  name: app.name ?? '',
  rules: (app.customRules ?? []).map(({source = '', target = '', status = ''}) => ({source, target, status})),
  headers: readHeaders(app.customHeaders ?? ''),
  tagged: isOurs(app.tags, owner),
  ...claimOf(app.tags, owner),
})

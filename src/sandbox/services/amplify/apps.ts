import type * as sdk from '@aws-sdk/client-amplify'
import {lowerAlnum} from '../../core/ids.js'
import {page, timeKey} from '../../core/pages.js'
import type {Call, Operation, Operations} from '../../core/service.js'
import {without} from './without.js'
import {checkBasicAuth} from './basic-auth.js'
import {branchesOf, forgetBranch} from './branches.js'
import {domainsOf} from './domains.js'
import {appArn, badRequest, limitExceeded, onApp, requireApp} from './refusals.js'
import {readHeaderRules} from './site/headers.js'
import {apps, creations, domains, type App, type AppSettings} from './tables.js'

/** Amplify Hosting user guide, "Amplify Hosting service quotas". */
const MAX_APPS = 25
const MAX_CREATIONS_PER_HOUR = 25
const HOUR_MS = 60 * 60 * 1000

/** The settings of a request, those alone that it has. */
function settingsOf(input: sdk.CreateAppRequest | sdk.UpdateAppRequest): Partial<AppSettings> {
  const {name, description, platform, iamServiceRoleArn, environmentVariables, enableBranchAutoBuild} = input
  const {enableBranchAutoDeletion, enableBasicAuth, basicAuthCredentials, customRules, buildSpec} = input
  const {customHeaders, enableAutoBranchCreation, cacheConfig} = input
  const all = {
    ...{name, description, platform, iamServiceRoleArn, environmentVariables, enableBranchAutoBuild},
    ...{enableBranchAutoDeletion, enableBasicAuth, basicAuthCredentials, customRules, buildSpec},
    ...{customHeaders, enableAutoBranchCreation, cacheConfig: cacheConfig && {type: cacheConfig.type}},
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

const PLATFORMS = ['WEB', 'WEB_DYNAMIC', 'WEB_COMPUTE']
const RULE_STATUSES = ['200', '301', '302', '404', '404-200']

/** @throws ServiceError BadRequestException */
function checkApp({
  platform,
  customRules = [],
  customHeaders = '',
  enableBasicAuth,
  basicAuthCredentials,
}: Partial<AppSettings>): void {
  if (platform !== undefined && !PLATFORMS.includes(platform)) throw badRequest(`Invalid platform ${platform}.`)
  for (const {status} of customRules) {
    if (status !== undefined && !RULE_STATUSES.includes(status))
      throw badRequest(`Invalid custom rule status ${status}.`)
  }
  if (readHeaderRules(customHeaders) === undefined) throw badRequest('Invalid custom headers.')
  checkBasicAuth(enableBasicAuth, basicAuthCredentials)
}

/** @throws ServiceError LimitExceededException */
function requireRoom({tx, accountId, region, now}: Call): void {
  const place = [accountId, region]
  if (apps.list(tx).filter((app) => app.accountId === accountId && app.region === region).length >= MAX_APPS)
    throw limitExceeded(`You have reached the maximum number of apps in this account.`)
  const recent = (creations.get(tx, place) ?? []).filter((at) => at > now - HOUR_MS)
  if (recent.length >= MAX_CREATIONS_PER_HOUR)
    throw limitExceeded('You have reached the maximum number of apps that you can create per hour in this account.')
  creations.put(tx, place, [...recent, now])
}

function shapeOf(app: App, call: Call): sdk.App {
  const {appId, createdAt, updatedAt, tags, cacheConfig} = app
  const said = without(app, ['accountId', 'region', 'createdAt', 'updatedAt', 'tags', 'cacheConfig'])
  return {
    ...said,
    appId,
    appArn: appArn(call, appId),
    ...(Object.keys(tags).length > 0 && {tags}),
    description: said.description ?? '',
    repository: '',
    platform: said.platform ?? 'WEB',
    createTime: new Date(createdAt),
    updateTime: new Date(updatedAt),
    environmentVariables: said.environmentVariables ?? {},
    defaultDomain: `${appId}.amplifyapp.com`,
    enableBranchAutoBuild: said.enableBranchAutoBuild ?? false,
    enableBranchAutoDeletion: said.enableBranchAutoDeletion ?? false,
    enableBasicAuth: said.enableBasicAuth ?? false,
    customRules: [...(said.customRules ?? [])],
    customHeaders: said.customHeaders ?? '',
    enableAutoBranchCreation: said.enableAutoBranchCreation ?? false,
    cacheConfig: {type: cacheConfig?.type ?? 'AMPLIFY_MANAGED_NO_COOKIES'},
  }
}

/** Names are not unique, and nothing makes a second request the same one: two calls make two apps. */
const CreateApp: Operation<sdk.CreateAppCommandInput, sdk.CreateAppResult> = {
  run(input, call) {
    const settings = settingsOf(input)
    if (input.repository !== undefined && input.repository !== '')
      throw badRequest('You should at least provide one valid token')
    checkApp(settings)
    requireRoom(call)
    const {accountId, region, now} = call
    const app: App = {
      ...settings,
      name: input.name ?? '',
      appId: `d${lowerAlnum(13)}`,
      accountId,
      region,
      createdAt: now,
      updatedAt: now,
      tags: input.tags ?? {},
    }
    apps.put(call.tx, [app.appId], app)
    return {app: shapeOf(app, call)}
  },
}

/** What is not sent stays. */
const UpdateApp: Operation<sdk.UpdateAppCommandInput, sdk.UpdateAppResult> = {
  resource: onApp,
  run(input, call) {
    const settings = settingsOf(input)
    const app = {...requireApp(input, call), ...settings, updatedAt: call.now}
    checkApp(app)
    apps.put(call.tx, [app.appId], app)
    return {app: shapeOf(app, call)}
  },
}

const GetApp: Operation<sdk.GetAppCommandInput, sdk.GetAppResult> = {
  resource: onApp,
  run: (input, call) => ({app: shapeOf(requireApp(input, call), call)}),
}

const ListApps: Operation<sdk.ListAppsCommandInput, sdk.ListAppsResult> = {
  run({nextToken: token, maxResults: limit}, call) {
    const own = apps
      .list(call.tx)
      .filter(({accountId, region}) => accountId === call.accountId && region === call.region)
    const key = (app: App): string => timeKey(app.createdAt, app.appId)
    const {items, next} = page(own, {key, token, limit: limit || 100, badToken: 'BadRequestException'}, call)
    return {apps: items.map((app) => shapeOf(app, call)), nextToken: next}
  },
}

/** Takes branches, jobs and domains with it. */
const DeleteApp: Operation<sdk.DeleteAppCommandInput, sdk.DeleteAppResult> = {
  resource: onApp,
  run(input, call) {
    const app = requireApp(input, call)
    for (const branch of branchesOf(call.tx, app.appId)) forgetBranch(call.tx, branch)
    for (const {domainName} of domainsOf(call.tx, app.appId)) domains.delete(call.tx, [app.appId, domainName])
    apps.delete(call.tx, [app.appId])
    return {app: shapeOf(app, call)}
  },
}

export const appOperations = {CreateApp, UpdateApp, GetApp, ListApps, DeleteApp} satisfies Operations<typeof sdk>

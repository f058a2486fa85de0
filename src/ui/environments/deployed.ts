import type {CustomDomain, Deployed, Deployment, Deployments, RolledBack, SiteAddresses} from '../../lib/index.js'
import {renderTarget} from '../plan/look.js'
import {renderTable} from '../text/columns.js'
import type {Ink} from '../text/ink.js'
import {renderSafe} from '../text/safe.js'

interface Look {
  readonly ink: Ink
  readonly target: 'aws' | 'sandbox'
  readonly isProtected: boolean | undefined
}

/** What was deployed, or would be, and where it can be opened. */
export function renderDeployed(deployed: Deployed | RolledBack, look: Look): string {
  const {did, environment, files, bytes, build, configuration, jobId, keptIn} = deployed
  const place = renderTarget(environment, look.isProtected, look.ink)
  const from = 'from' in deployed ? ` from deployment ${Number(deployed.from)}` : ''
  const number = jobId === undefined ? '' : ` (deployment ${Number(jobId)})`
  const first = {
    deployed: `Deployed to ${place}${from}${number}.`,
    resumed: `Deployed to ${place}${number}: an earlier run had begun it.`,
    unchanged: `Nothing to do: this is live in ${place} already${number}.`,
    previewed: `Would deploy to ${place}${from}; nothing was changed.`,
  }[did]
  return [
    first,
    '',
    ...renderAddresses(deployed, look),
    '',
    `  ${files} files, ${renderBytes(bytes)}; build ${build.slice(0, 12)}`,
    ...(configuration.length === 0
      ? []
      : [`  made for ${environment}: ${configuration.map((path) => renderSafe(path)).join(', ')}`]),
    ...(keptIn === undefined || did === 'previewed' ? [] : [`  kept to roll back to, in ${renderSafe(keptIn)}`]),
  ].join('\n')
}

function renderAddresses({url, domain}: SiteAddresses, {target, ink}: Look): readonly string[] {
  const served = target === 'sandbox' ? ink.dim('  while awsup sandbox serve runs') : ''
  return [`  ${renderSafe(url)}${served}`, ...(domain ? renderDomain(domain, ink) : [])]
}

function renderDomain({name, status, reason, records}: CustomDomain, ink: Ink): readonly string[] {
  const why = reason === undefined ? '' : `: ${renderSafe(reason)}`
  const head = `  https://${renderSafe(name)}  ${ink.dim(`${renderSafe(status)}${why}`)}`
  if (status === 'AVAILABLE') return [head]
  if (records.length === 0) return [head, '', '  AWS does not know the DNS records yet. Ask again in a minute.']
  const rows = records.map((record) => ['    ' + renderSafe(record.name), record.type, renderSafe(record.value)])
  return [
    head,
    '',
    '  Its DNS needs these records; AWS finds them by itself:',
    ...renderTable(rows, [undefined, 'type', 'value'], {ink}),
  ]
}

/** Deployments, newest first, and what of them can be rolled back to. */
export function renderDeployments({environment, deployments, kept, ...addresses}: Deployments, look: Look): string {
  const rows = deployments.map((one) => [
    `  ${Number(one.jobId)}`,
    renderSafe(one.status),
    (one.endedAt ?? one.startedAt ?? '').slice(0, 16).replace('T', ' '),
    one.build?.slice(0, 12) ?? '',
    renderMark(one, look.ink),
  ])
  const place = renderTarget(environment, look.isProtected, look.ink)
  const table = renderTable(rows, [undefined, 'status', 'ended', 'build', undefined], {
    ink: look.ink,
    titles: ['  deployment', 'status', 'ended', 'build', ''],
  })
  return [
    `Site of ${place}`,
    '',
    ...renderAddresses(addresses, look),
    '',
    ...(rows.length === 0 ? [`  Nothing is deployed yet: awsup deploy ${environment}`] : table),
    ...(kept
      ? ['', `  The last ${kept.most} deployments from this machine are kept in ${renderSafe(kept.folder)}`]
      : []),
  ].join('\n')
}

const renderMark = ({live, kept}: Deployment, ink: Ink): string =>
  live ? ink.green('live') : kept ? 'can be rolled back to' : ''

const renderBytes = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`

import {ManifestError} from '../../base/errors.js'
import {findNearest} from '../../text/nearest.js'
import type {Manifest} from '../manifest.js'
import {becomes} from '../read/becomes.js'
import {showName} from '../read/show.js'
import type {Source} from '../read/source.js'
import {publicOutputs} from '../site.js'

/** Environments that `hosting` names exist, no two have one domain, and the folders are two. */
export function checkHosting({hosting, environments, outputs}: Manifest, source: Source): void {
  if (!hosting) return
  const known = [...environments.keys()]
  const taken = new Map<string, string>()
  for (const [name, {domain}] of hosting.environments) {
    const path = ['hosting', 'environments', name]
    if (!environments.has(name)) {
      const meant = findNearest(name, known)
      throw new ManifestError(`hosting.environments.${showName(name)} is no environment of awsup.yaml`, {
        at: source.at(path),
        hint: meant === undefined ? `It has: ${known.join(', ')}.` : `Did you mean ${meant}?`,
      })
    }
    if (domain === undefined) continue
    checkDomain(domain, {name, path: [...path, 'domain'], other: taken.get(domain)}, source)
    taken.set(domain, name)
  }
  const {folder, public: shared} = hosting
  if (isBelow(folder, shared) || isBelow(shared, folder)) {
    throw new ManifestError(`hosting.folder ${folder} and hosting.public ${shared} are not two folders`, {
      at: source.at(['hosting', source.has(['hosting', 'public']) ? 'public' : 'folder']),
      hint: 'folder is what the build makes; public is what it copies.',
    })
  }
  checkConfiguration({hosting, outputs}, source)
}

interface DomainAt {
  readonly name: string
  readonly path: readonly string[]
  /** The environment that has it already. */
  readonly other: string | undefined
}

function checkDomain(domain: string, {name, path, other}: DomainAt, source: Source): void {
  const problem = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain) && domain.length <= 64
  if (!problem) {
    throw becomes({path, value: domain, name, problem: {must: 'be a domain of at most 64 characters'}}, source)
  }
  if (other === undefined) return
  throw new ManifestError(`hosting.environments.${name}.domain is also that of ${other}`, {
    at: source.at(path),
    hint: 'A domain leads to one site. For example: {env}.acme.dev',
  })
}

/** What is written for each environment must not be index.html itself, nor be written twice. */
function checkConfiguration({hosting, outputs}: Pick<Manifest, 'hosting' | 'outputs'>, source: Source): void {
  const found = publicOutputs({hosting, outputs}).find(({path}) => path === 'index.html')
  if (!found) return
  throw new ManifestError(`outputs[${outputs.indexOf(found.output)}].path is the page of the hosted site`, {
    at: source.at(['outputs', String(outputs.indexOf(found.output)), 'path']),
    hint: 'Write the configuration to a file of its own, for example public/config.json.',
  })
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

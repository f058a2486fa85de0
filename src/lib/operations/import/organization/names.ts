import {environmentName} from '../../../manifest/rules/names.js'

const LONGEST = 16

/**
 * A name for an environment from what an account is called: `acme-dev` of the project acme → `dev`, `ProdAccount` →
 * `prod`. `undefined` where nothing of it can be a name. Pure.
 */
export function environmentNameFrom(text: string, project: string): string | undefined {
  const words = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  const short = [`^${project}-`, '-account$'].reduce(
    (before, part) => before.replace(new RegExp(part), '').replaceAll(/^[^a-z]+|-+$/g, '') || before,
    words.replaceAll(/^[^a-z]+|-+$/g, ''),
  )
  const name = cut(short, LONGEST)
  return environmentName(name) === undefined ? name : undefined
}

/** The first of these that can be a name; one that is taken gets a number: `dev-2`. Pure. */
export function freeName(
  texts: readonly string[],
  {project, isTaken}: {readonly project: string; readonly isTaken: (name: string) => boolean},
): string {
  const [base = 'account'] = texts.flatMap((text) => environmentNameFrom(text, project) ?? [])
  if (!isTaken(base)) return base
  for (let number = 2; ; number += 1) {
    const name = `${cut(base, LONGEST - String(number).length - 1)}-${number}`
    if (!isTaken(name)) return name
  }
}

const cut = (name: string, length: number): string => name.slice(0, length).replace(/-+$/, '')

/** What is wrong with a name that somebody typed, by the manifest's own rule; `undefined` when nothing is. Pure. */
export function checkEnvironmentName(name: string, taken: readonly string[]): string | undefined {
  const problem = environmentName(name)
  if (problem) return `must ${problem.must}${problem.hint === undefined ? '' : `. ${problem.hint}`}`
  return taken.includes(name) ? `${name} already exists: choose another` : undefined
}

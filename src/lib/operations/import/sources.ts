import {existsSync, statSync} from 'node:fs'
import path from 'node:path'
import {readRegularFile} from '../../../files/read.js'
import {UsageError} from '../../errors.js'
import {readAmplifyGen1} from '../../import/amplify-gen1.js'
import {readAmplifyGen2} from '../../import/amplify-gen2.js'
import {readAwsExports, readMobileConfig} from '../../import/aws-exports.js'
import type {Found, FoundOutput} from '../../import/found.js'
import {MOST_BYTES, openJson, type Part} from '../../import/part.js'
import {isTerraformOutputs, readTerraformOutputs} from '../../import/terraform-outputs.js'
import {isTerraformState, readTerraformState} from '../../import/terraform-state.js'

/**
 * What Terraform made: from a state, from `terraform show -json`, from `terraform output -json`, or from a folder with a
 * state in it. Throws UsageError where there is none of it, or no user pool in it.
 */
export function readTerraform(target: string): Found {
  const file = isFolder(target) ? path.join(target, 'terraform.tfstate') : target
  if (!existsSync(file)) {
    throw new UsageError(`there is no ${file}`, {
      hint: 'A state that is kept elsewhere comes to a file with: terraform state pull > terraform.tfstate',
    })
  }
  const root = openJson(file, load(file))
  const found = isTerraformState(root)
    ? readTerraformState(file, root)
    : isTerraformOutputs(root)
      ? readTerraformOutputs(file, root)
      : undefined
  if (!found) throw root.refuse('is no state of Terraform, and not what terraform show -json or output -json prints')
  return requirePools(found, file)
}

/** Where Amplify writes what front ends read, in the order in which it is believed. */
const GEN2 = ['amplify_outputs.json', 'src/amplify_outputs.json']
const GEN1: readonly FoundOutput[] = [
  {format: 'aws-exports', path: 'src/aws-exports.js'},
  {format: 'aws-exports', path: 'aws-exports.js'},
  {format: 'amplifyconfiguration', path: 'src/amplifyconfiguration.json'},
  {format: 'amplifyconfiguration', path: 'amplifyconfiguration.json'},
]

/** What Amplify made: a project of Gen 1 or Gen 2, or one of its files. Throws UsageError where there is none of it. */
export function readAmplify(target: string, root: string): Found {
  if (!existsSync(target))
    throw new UsageError(`there is no ${target}`, {hint: 'Name the folder of the Amplify project.'})
  const found = isFolder(target) ? readFolder(target) : readFile(target)
  if (!found) {
    throw new UsageError(`there is nothing of Amplify in ${target}`, {
      hint: 'It is known by amplify_outputs.json (Gen 2), amplify/backend/amplify-meta.json or src/aws-exports.js (Gen 1).',
    })
  }
  const outputs = found.outputs.flatMap((output) => withinProject(output, root))
  return requirePools({...found, outputs}, target)
}

function readFolder(folder: string): Found | undefined {
  const gen2 = GEN2.map((name) => path.join(folder, name)).find((file) => existsSync(file))
  if (gen2 !== undefined) return readFile(gen2)
  const written = GEN1.map((output) => ({...output, path: path.join(folder, output.path)})).filter((output) =>
    existsSync(output.path),
  )
  const files = {
    team: findJson(folder, 'amplify/team-provider-info.json'),
    meta: findJson(folder, 'amplify/backend/amplify-meta.json'),
    local: findJson(folder, 'amplify/.config/local-env-info.json'),
  }
  if (files.team ?? files.meta) return {...readAmplifyGen1(files), outputs: written}
  const [first] = written
  return first && readFile(first.path)
}

function readFile(file: string): Found | undefined {
  const text = load(file)
  if (/\.[cm]?js$/.test(file)) return readAwsExports(file, text)
  const root = openJson(file, text)
  return root.at('aws_user_pools_id').value === undefined
    ? readAmplifyGen2(file, root)
    : readMobileConfig(file, root, 'amplifyconfiguration')
}

function findJson(folder: string, name: string): Part | undefined {
  const file = path.join(folder, name)
  return existsSync(file) ? openJson(file, load(file)) : undefined
}

/** awsup writes below its own folder only. */
function withinProject(output: FoundOutput, root: string): readonly FoundOutput[] {
  const relative = path.relative(root, path.resolve(output.path))
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? []
    : [{...output, path: relative.split(path.sep).join('/')}]
}

function requirePools(found: Found, where: string): Found {
  if (found.pools.length > 0) return found
  throw new UsageError(`there is no user pool in ${where}`, {
    hint: [...found.notes, 'Name it yourself: awsup import pool <user-pool-id> --env dev'].join(' '),
  })
}

// With existsSync first: below a file, some versions of Node throw where others say that nothing is there.
const isFolder = (target: string): boolean => existsSync(target) && statSync(target).isDirectory()

function load(file: string): string {
  const bytes = readRegularFile(file, {
    limit: MOST_BYTES,
    refuse: (why, cause) =>
      new UsageError(`${file} ${why}`, {
        code: 'IMPORT_SOURCE',
        hint: 'Is this the right file?',
        details: {file},
        cause,
      }),
  })
  if (bytes === undefined) throw new UsageError(`there is no ${file}`, {hint: 'Name a file that exists.'})
  return bytes.toString('utf8')
}

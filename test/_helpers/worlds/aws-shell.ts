import {cpSync} from 'node:fs'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {serve} from '../../../src/sandbox/server/server.js'
import {read, sandboxOf, write} from '../cli.js'

/**
 * A project of the sandbox as one on AWS: its sandbox is served on a port, its records are those of AWS, and `env` is a
 * shell with the administrator's keys.
 */
export async function openAwsShell(project: string) {
  const sandbox = await sandboxOf(project)
  const server = await serve(sandbox, {port: 0})
  onTestFinished(() => server.close())
  for (const name of ['organization.json', 'environments'])
    cpSync(join(project, '.awsup', 'sandbox', name), join(project, '.awsup', 'aws', name), {recursive: true})
  write(project, 'awsup.yaml', read(project, 'awsup.yaml').replace(/^target:.*\n/m, ''))
  const {accessKeyId, secretAccessKey} = sandbox.credentials('admin')
  const env = {
    AWSUP_TARGET: 'aws',
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }
  return {folder: project, env, sandbox, endpoint: server.endpoint}
}

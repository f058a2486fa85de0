import {once} from 'node:events'
import * as Flags from '@oclif/core/flags'
import {AwsupCommand} from '../../cli/command.js'
import type {Results} from '../../cli/results.js'
import {serveSandbox} from '../../lib/index.js'
import {renderServed} from '../../ui/sandbox.js'

export default class SandboxServe extends AwsupCommand<Results['sandbox serve']> {
  static override summary =
    'Put the embedded sandbox on a port of 127.0.0.1, for the AWS CLI, boto3, Terraform, a browser.'
  static override description =
    'Runs until Ctrl-C. With --json, the first line of stdout is one JSON object: endpoint, accessKeyId, secretAccessKey, accountId, region. The keys are the sandbox’s own and open nothing else. It listens on 127.0.0.1 and answers to 127.0.0.1 and localhost alone, so that a page in a browser cannot reach it under a name of its own; --host adds names.'
  static override examples = ['<%= config.bin %> sandbox serve', '<%= config.bin %> sandbox serve --port 0 --json']
  static override flags = {
    port: Flags.integer({
      summary: 'Port to listen on; 0 takes any that is free. Files that env switch writes name 4566.',
      default: 4566,
      min: 0,
      max: 65_535,
    }),
    host: Flags.string({
      summary: 'Another name that clients may call it by, for example host.docker.internal; repeatable.',
      multiple: true,
    }),
    issuer: Flags.string({
      summary:
        'Take tokens of this issuer, with keys from a loopback URL or a file that are read once: https://issuer=http://127.0.0.1:8080/jwks; repeatable.',
      multiple: true,
    }),
    'identity-center': Flags.string({
      summary:
        'Switch IAM Identity Center on in this region, as only the console can on AWS; it stays on, and shows once there is an organization.',
      helpValue: '<region>',
    }),
  }

  protected override farewell(): string {
    return 'The sandbox stops; what it holds is kept.'
  }

  async run(): Promise<Results['sandbox serve']> {
    const {flags} = await this.parse(SandboxServe)
    const {close, ...served} = await serveSandbox(this.projectDirectory, flags.port, {
      hosts: flags.host,
      issuers: flags.issuer,
      identityCenter: flags['identity-center'],
    })
    if (flags.json) this.printInstead(served)
    this.print(renderServed(served, this.ink))
    if (!this.signal.aborted) await once(this.signal, 'abort')
    await close()
    return {endpoint: served.endpoint}
  }
}

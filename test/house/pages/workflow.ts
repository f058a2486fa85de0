import {parse} from 'yaml'

interface Workflow {
  readonly jobs: Readonly<Record<string, {readonly steps: readonly {readonly run?: string}[]}>>
}

/** What the steps of a workflow of GitHub Actions run, job by job. */
export const runsOf = (text: string): readonly string[] =>
  Object.values((parse(text) as Workflow).jobs).flatMap(({steps}) => steps.flatMap(({run}) => run ?? []))

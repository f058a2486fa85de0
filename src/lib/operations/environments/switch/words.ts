import type {Overruled} from '../../../outputs/overruled/overruled.js'

/** What to say of a file that awsup wrote and awsup.yaml no longer names. */
export const describeLeft = (state: 'left' | 'changed'): {readonly problem: string; readonly fix: string} =>
  state === 'left'
    ? {
        problem: 'was written by awsup and is no longer in outputs',
        fix: 'awsup env switch --prune removes what awsup wrote',
      }
    : {
        problem: 'was written by awsup, is no longer in outputs, and was changed since',
        fix: 'awsup keeps it: remove what awsup wrote, or put the file back into outputs',
      }

/** What to say of names that an application reads elsewhere. Values are never told. */
export function describeOverruled({path, names, by, file = '', line = 0, mode}: Overruled): {
  readonly subject: string
  readonly problem: string
  readonly fix: string
} {
  const sets = `sets ${names.join(', ')}`
  switch (by) {
    case 'line':
      return {
        subject: `${file} line ${line}`,
        problem: `${sets} again below awsup's block, and the last line counts`,
        fix: 'Remove the line, or move it above the block.',
      }
    case 'file':
      return {
        subject: `${file} line ${line}`,
        problem: `${sets} too, and the application reads it after ${path}${mode === undefined ? '' : ` in mode ${mode}`}`,
        fix: 'Remove the line there.',
      }
    case 'secret':
      return {
        subject: `${file} line ${line}`,
        problem: 'holds an AppClientSecret of another app client, and Cognito refuses sign-ins with it',
        fix: 'Remove AppClientSecret with its value: the app client that awsup writes has no secret.',
      }
    case 'shell':
      return {
        subject: 'this shell',
        problem: `${sets}, which counts before ${path}`,
        fix: `unset ${names.join(' ')}`,
      }
  }
}

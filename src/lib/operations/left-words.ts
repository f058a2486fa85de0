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

export type Action = 'create' | 'adopt' | 'update' | 'replace' | 'delete' | 'no-op'

/**
 * What one difference leads to: change it in place, delete and create it again, refuse because AWS (or safety) does not
 * allow it, or leave it as AWS has it, because only a person should change it.
 */
export type Effect = 'update' | 'replace' | 'refuse' | 'leave'

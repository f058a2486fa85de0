import {accessKeys, loginProfiles, users} from '../../../src/sandbox/services/iam/tables.js'
import type {Transaction} from '../../../src/sandbox/store/transaction.js'

/** What IAM holds of people, past any lag: names of users, how many keys they have (without the root user's), and passwords. */
export const iam = (tx: Transaction) => ({
  users: users.list(tx).map(({userName}) => userName),
  keysOfUsers: accessKeys.list(tx).filter(({userName}) => userName !== undefined).length,
  profiles: loginProfiles.list(tx).length,
})

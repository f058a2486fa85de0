/** AWS's own policy that denies everything. On a user it means that somebody disabled the user. */
export const DENY_ALL = 'arn:aws:iam::aws:policy/AWSDenyAll'

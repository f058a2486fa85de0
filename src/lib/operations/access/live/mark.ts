/**
 * The standard attribute `name` of every user that a test made, and the name of its items and objects: how the next
 * run knows those of one that was killed.
 */
export const MARK = 'awsup-access-test'

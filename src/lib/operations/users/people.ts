/** Stands for an environment where people sign in: in the account of the organization. */
export const PEOPLE = 'people'

/** Of the one IAM user of a person, in the account of the organization. */
export const personAddress = (name: string): string => `people.user.${name}`

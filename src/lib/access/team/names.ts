/** IAM path of a project's people, their roles and boundaries: what stands here, no role of awsup's can change. */
export const teamPath = (project: string): string => `/awsup/${project}/`

/** Path of the roles, policies and instance profiles that developers make for what they build. */
export const APP_PATH = '/app/'

/** `acme-dev-developer`, the name of a role in the account of its environment. ≤64 characters, IAM's limit. */
export const teamRoleName = (project: string, environment: string, role: string): string =>
  `${project}-${environment}-${role}`

/** `dev.team.developer` */
export const teamRoleAddress = (environment: string, role: string): string => `${environment}.team.${role}`

/** Longest name of a permission set: AWS makes a role of IAM of it, with 32 characters more (SSO Admin API reference). */
export const SET_NAME_MAX = 32

/** `acme-dev-developer`, the name of the permission set that stands for a role in one environment. */
export const setName = (prefix: string, environment: string, role: string): string =>
  teamRoleName(prefix, environment, role)

/** `dev.permission-set.developer` */
export const setAddress = (environment: string, role: string): string => `${environment}.permission-set.${role}`

/** `dev.assignment.developer.jane`: that somebody has a permission set in an environment. */
export const assignmentAddress = (environment: string, role: string, name: string): string =>
  `${environment}.assignment.${role}.${name}`

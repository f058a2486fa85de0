/** AWS makes this role in every account that an organization creates; the management account may assume it. */
export const ACCESS_ROLE = 'OrganizationAccountAccessRole'

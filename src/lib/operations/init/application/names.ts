/** The templates of `awsup new`, in the order in which they are offered. */
export const TEMPLATE_NAMES = ['plain', 'react'] as const

export type TemplateName = (typeof TEMPLATE_NAMES)[number]

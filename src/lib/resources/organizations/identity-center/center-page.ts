import {partitionOf} from '../../../aws/sign-in/destinations.js'

/** A page of the console of IAM Identity Center; its first page where none is named. */
export const centerPage = (region: string, page = ''): string =>
  `${partitionOf(region).console}/singlesignon/home?region=${region}${page}`

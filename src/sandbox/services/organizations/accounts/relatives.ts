import type * as Sdk from '@aws-sdk/client-organizations'
import {ServiceError} from '../../../core/errors.js'
import {parentNotFound} from '../refusals.js'
import {managed, pageOf} from '../scope.js'
import {accountsBelow, findNode, findParent, unitsBelow} from '../tree.js'

const ListParents = managed({
  on: 'ChildId',
  run(input: Sdk.ListParentsCommandInput, call, organization): Sdk.ListParentsResponse {
    const child = findNode(call.tx, organization, input.ChildId ?? '')
    if (child?.parentId === undefined) {
      throw new ServiceError('ChildNotFoundException', "You specified a child that doesn't exist.")
    }
    const type: Sdk.ParentType = child.parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT'
    const {items, next} = pageOf([{Id: child.parentId, Type: type}], {...input, key: ({Id}) => Id}, call)
    return {Parents: items, NextToken: next}
  },
})

const ListChildren = managed({
  on: 'ParentId',
  run(input: Sdk.ListChildrenCommandInput, call, organization): Sdk.ListChildrenResponse {
    const parent = findParent(call.tx, organization, input.ParentId ?? '')
    if (!parent) throw parentNotFound()
    const ids =
      input.ChildType === 'ACCOUNT'
        ? accountsBelow(call.tx, organization, parent.id).map(({accountId}) => accountId)
        : unitsBelow(call.tx, organization, parent.id).map(({unitId}) => unitId)
    const {items, next} = pageOf(ids, {...input, key: (id) => id}, call)
    return {Children: items.map((Id) => ({Id, Type: input.ChildType})), NextToken: next}
  },
})

export const relativeOperations = {ListParents, ListChildren}

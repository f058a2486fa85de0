import {lazily} from './project/lazy.js'

/** The library's one public door: no argv, no terminal, no side effects. What needs AWS is loaded when it is called. */
export {UsageError} from './base/errors.js'
export type {Report} from './base/events.js'
export {describePlan, type PlanDescription} from './engine/plan/describe.js'
export {changesOf, type Applied, type Plan} from './engine/plan/plan.js'
export type {Refreshed} from './engine/apply/refresh.js'
export {requireEnvironments, type Project, type Target} from './project/project.js'
export {loadProject} from './project/load/from-text.js'
export {openCache} from './project/load/cache.js'
export {openProject} from './project/load/open-project.js'
export type {Session, SessionOptions} from './project/session.js'
export {makeOwnFolder, stateFolder} from './records/journal/machine-key.js'
export {notAccepted, sayOpening} from './access/openings/opening.js'
export type {CredentialProcess} from './sessions/credential-process.js'
export type {AccessTest} from './operations/access/test-result.js'
export type {ExplainedAccess, ExplainedDecision} from './operations/access/explain.js'
export type {ShownAccess} from './operations/access/show.js'
export type {AccessPage} from './operations/access/page.js'
export {findShellSession} from './base/shell-session.js'
export type {Acting} from './operations/exec/acting.js'
export type {ConsoleLink} from './operations/exec/console-link.js'
export type {Identity} from './operations/exec/credentials.js'
export type {LoggedIn} from './operations/exec/login.js'
export type {LoggedOut} from './operations/exec/logout.js'
export type {OperatorPolicy} from './operations/permissions/policy.js'
export {
  currentEnvironment,
  listEnvironments,
  pickEnvironment,
  requireIds,
  showEnvironment,
  type EnvironmentDetails,
  type EnvironmentSummary,
} from './operations/environments/environments.js'
export {describeForeign, findForeignJournals} from './operations/environments/switch/foreign-journals.js'
export {findInterruptedSwitch} from './operations/environments/switch/interrupted-switch.js'
export {describeLeft, describeOverruled} from './operations/environments/switch/words.js'
export {
  previewSwitch,
  switchEnvironment,
  undoSwitch,
  type PreviewedFile,
  type Switched,
} from './operations/environments/switch/switch.js'
export type {Difference, EnvironmentDiff} from './operations/environments/diff.js'
export type {Diagnosis} from './operations/environments/doctor/doctor.js'
export type {EnvironmentRemoved} from './operations/environments/edit.js'
export type {CompleteAnswers, InitAnswers, InitPreview, Initialized} from './operations/init/init.js'
export type {AccountLeaf, OrganizationTree, UnitBranch} from './operations/init/organization/tree.js'
export type {DrawnEnvironment, OrganizationPicture} from './operations/init/organization/picture.js'
export type {AuthDiff} from './operations/auth/diff.js'
export type {AuthShown} from './operations/auth/read.js'
export type {TerraformExport} from './operations/export/export.js'
export type {ClientChoice, ClientSecret, SecretRotation} from './operations/auth/secret.js'
export type {Found} from './import/found.js'
export type {AnyRequest, Imported, Importing} from './operations/import/import.js'
export type {ImportAnswers} from './operations/import/requests.js'
export type {Offer, OfferedAccount} from './operations/import/organization/offer.js'
export type {OrganizationImported, OrganizationImporting} from './operations/import/organization/organization.js'
export type {Drift} from './operations/changes/drift.js'
export type {Where} from './operations/changes/where.js'
export type {Errand} from './operations/changes/errands.js'
export type {PoolUser} from './operations/pool-users/pool-users.js'
export type {WorkflowWritten} from './operations/export/workflow.js'
export type {ProfilesSynced} from './operations/exec/profiles/sync.js'
export type {RecordsMoved} from './operations/records/records.js'
export type {Deployed} from './operations/environments/hosting/deploy.js'
export type {Deployment, Deployments, RolledBack} from './operations/environments/hosting/deployments.js'
export type {CustomDomain, SiteAddresses} from './operations/environments/hosting/hosted.js'
export type {ReadyFunctions} from './operations/sandbox/functions.js'
export type {SandboxStatus} from './operations/sandbox/sandbox.js'
export type {Status} from './operations/status/facts.js'
export type {LockHolder, Unlocked} from './operations/records/unlock.js'
export {PEOPLE} from './operations/users/people.js'
export type {Mistake} from './operations/users/onboard/mistake.js'
export type {Kept} from './operations/users/onboard/onboard.js'
export type {Person} from './operations/users/onboard/people.js'
export type {SecretRequest, UserSecrets} from './operations/users/secrets-facts.js'
export type {UserSummary} from './operations/users/users.js'
export type {UserKey, UserState} from './operations/users/state.js'
export type {UserKeys} from './operations/users/states.js'
export type {RotatedKey} from './operations/users/rotation/rotation.js'
export type {UserDisabled, UserEnabled} from './operations/users/standing/disable.js'
export type {UserReset} from './operations/users/standing/reset.js'

const session = () => import('./project/session.js')
export const openSession = lazily(session, 'openSession')
export const openProjectDoor = lazily(session, 'openProjectDoor')
export const openDoorWithoutProject = lazily(session, 'openDoorWithoutProject')

export const diffEnvironments = lazily(() => import('./operations/environments/diff.js'), 'diffEnvironments')
export const diagnose = lazily(() => import('./operations/environments/doctor/doctor.js'), 'diagnose')
const edit = () => import('./operations/environments/edit.js')
export const dropEnvironment = lazily(edit, 'dropEnvironment')
export const findRemoved = lazily(edit, 'findRemoved')
export const withoutEnvironment = lazily(edit, 'withoutEnvironment')
const add = () => import('./operations/environments/add.js')
export const applyEnvironment = lazily(add, 'applyEnvironment')
export const isUnfinished = lazily(add, 'isUnfinished')
export const planEnvironment = lazily(add, 'planEnvironment')
export const readValues = lazily(add, 'readValues')
export const withEnvironment = lazily(add, 'withEnvironment')

const init = () => import('./operations/init/init.js')
export const continueProject = lazily(init, 'continueProject')
export const hasManifest = lazily(init, 'hasManifest')
export const proposeProject = lazily(init, 'proposeProject')
export const summarize = lazily(init, 'summarize')
export const writeManifest = lazily(init, 'writeManifest')

export type {Created} from './operations/init/application/create.js'
export {TEMPLATE_NAMES, type TemplateName} from './operations/init/application/names.js'
export const createApplication = lazily(() => import('./operations/init/application/create.js'), 'createApplication')

const initAnswers = () => import('./operations/init/answers.js')
export const checkAnswer = lazily(initAnswers, 'checkAnswer')
export const namesIn = lazily(initAnswers, 'namesIn')
export const suggestRegion = lazily(initAnswers, 'suggestRegion')

const apply = () => import('./operations/changes/apply.js')
export const applyChanges = lazily(apply, 'applyChanges')
export const planChanges = lazily(apply, 'planChanges')
const savedFile = () => import('./operations/changes/saved/file.js')
export const loadSavedPlan = lazily(savedFile, 'loadSavedPlan')
export const requirePlanPath = lazily(savedFile, 'requirePlanPath')
export const writeSavedPlan = lazily(savedFile, 'writeSavedPlan')
export const makeSavedPlan = lazily(() => import('./operations/changes/saved/saved-plan.js'), 'makeSavedPlan')
const applySaved = () => import('./operations/changes/saved/apply-saved.js')
export const planAgain = lazily(applySaved, 'planAgain')
export const requireSameProject = lazily(applySaved, 'requireSameProject')
export const readWhere = lazily(() => import('./operations/changes/where.js'), 'readWhere')
export const planDestruction = lazily(apply, 'planDestruction')
export const requireUnprotected = lazily(apply, 'requireUnprotected')

export const loadStatus = lazily(() => import('./operations/status/status.js'), 'loadStatus')
export const refreshRecords = lazily(() => import('./operations/changes/refresh.js'), 'refreshRecords')
export const readDrift = lazily(() => import('./operations/changes/drift.js'), 'readDrift')
export const requireExportFolder = lazily(() => import('./operations/export/folder.js'), 'requireExportFolder')
export const exportTerraform = lazily(() => import('./operations/export/export.js'), 'exportTerraform')
export const writeWorkflow = lazily(() => import('./operations/export/workflow.js'), 'writeWorkflow')
export const syncProfiles = lazily(() => import('./operations/exec/profiles/sync.js'), 'syncProfiles')
const unlock = () => import('./operations/records/unlock.js')
export const breakLock = lazily(unlock, 'breakLock')
export const findBreakable = lazily(unlock, 'findBreakable')

const credentials = () => import('./operations/exec/credentials.js')
export const openCredentials = lazily(credentials, 'openCredentials')
export const readIdentity = lazily(credentials, 'readIdentity')
export const actIn = lazily(() => import('./operations/exec/acting.js'), 'actIn')
export const openConsole = lazily(() => import('./operations/exec/console-link.js'), 'openConsole')
export const openShell = lazily(() => import('./operations/exec/shell/shell.js'), 'openShell')
export const renderCredentialProcess = lazily(
  () => import('./sessions/credential-process.js'),
  'renderCredentialProcess',
)
export const logIn = lazily(() => import('./operations/exec/login.js'), 'logIn')
export const forgetSessions = lazily(() => import('./operations/exec/logout.js'), 'forgetSessions')
export const runWith = lazily(() => import('./operations/exec/run.js'), 'runWith')

export const readOrganization = lazily(() => import('./operations/init/organization/tree.js'), 'readOrganization')
export const readOrganizationPicture = lazily(
  () => import('./operations/init/organization/picture.js'),
  'readOrganizationPicture',
)
const permissions = () => import('./operations/permissions/permissions.js')
export const makeImportPolicy = lazily(permissions, 'makeImportPolicy')
export const makeOperatorPolicy = lazily(permissions, 'makeOperatorPolicy')
export const makeEnvironmentPolicy = lazily(permissions, 'makeEnvironmentPolicy')

const users = () => import('./operations/users/users.js')
export const applyUsers = lazily(users, 'applyUsers')
export const listUsers = lazily(users, 'listUsers')
export const planUser = lazily(users, 'planUser')
export const withUser = lazily(users, 'withUser')
const usersDelete = () => import('./operations/users/delete.js')
export const dropUser = lazily(usersDelete, 'dropUser')
export const planUserRemoval = lazily(usersDelete, 'planUserRemoval')
export const withoutUser = lazily(usersDelete, 'withoutUser')
const userPlaces = () => import('./operations/users/places.js')
export const requireMeant = lazily(userPlaces, 'requireMeant')
const userStates = () => import('./operations/users/states.js')
export const listUserKeys = lazily(userStates, 'listUserKeys')
export const openUser = lazily(userStates, 'openUser')
export const readStates = lazily(userStates, 'readStates')
export const withStates = lazily(userStates, 'withStates')
export const beginKeyRotation = lazily(() => import('./operations/users/rotation/begin.js'), 'beginKeyRotation')
export const endKeyRotation = lazily(() => import('./operations/users/rotation/end.js'), 'endKeyRotation')
export const openRotation = lazily(() => import('./operations/users/rotation/open.js'), 'openRotation')
const standing = () => import('./operations/users/standing/disable.js')
export const disableUser = lazily(standing, 'disableUser')
export const enableUser = lazily(standing, 'enableUser')
const reset = () => import('./operations/users/standing/reset.js')
export const requirePerson = lazily(reset, 'requirePerson')
export const resetUser = lazily(reset, 'resetUser')
const secrets = () => import('./operations/users/secrets.js')
export const createSecrets = lazily(secrets, 'createSecrets')
export const createAllSecrets = lazily(secrets, 'createAllSecrets')
const onboard = () => import('./operations/users/onboard/onboard.js')
export const applyPeople = lazily(onboard, 'applyPeople')
export const findNew = lazily(onboard, 'findNew')
export const keptBeside = lazily(onboard, 'keptBeside')
export const planPeople = lazily(onboard, 'planPeople')
export const withPeople = lazily(onboard, 'withPeople')
export const readTeam = lazily(() => import('./operations/users/onboard/read-team.js'), 'readTeam')

const poolUserRules = () => import('./operations/pool-users/rules.js')
export const requirePoolUser = lazily(poolUserRules, 'requirePoolUser')
export const requirePoolUserName = lazily(poolUserRules, 'requirePoolUserName')

const poolUsers = () => import('./operations/pool-users/pool-users.js')
export const createPoolUsers = lazily(() => import('./operations/pool-users/creation.js'), 'createPoolUsers')
const errands = () => import('./operations/changes/errands.js')
export const endErrands = lazily(errands, 'endErrands')
const delivery = () => import('./operations/users/secrets/delivery.js')
export const endDelivered = lazily(delivery, 'endDelivered')
export const noteDelivery = lazily(delivery, 'noteDelivery')
export const deletePoolUser = lazily(poolUsers, 'deletePoolUser')
export const listPoolUsers = lazily(poolUsers, 'listPoolUsers')

const importing = () => import('./operations/import/import.js')
export const describeImport = lazily(importing, 'describeImport')
export const keepImport = lazily(importing, 'keepImport')
export const prepareImport = lazily(importing, 'prepareImport')
export const openImport = lazily(() => import('./operations/import/read/place.js'), 'openImport')
const importRequests = () => import('./operations/import/requests.js')
export const environmentsIn = lazily(importRequests, 'environmentsIn')
const dataRequests = () => import('./operations/import/data/request.js')
export const dataRequest = lazily(dataRequests, 'dataRequest')
export const regionInManifest = lazily(dataRequests, 'regionInManifest')
export const foundByHand = lazily(importRequests, 'foundByHand')
export const requestsFor = lazily(importRequests, 'requestsFor')
export const readAmplify = lazily(() => import('./operations/import/amplify.js'), 'readAmplify')
export const readTerraform = lazily(() => import('./operations/import/terraform.js'), 'readTerraform')

const organizationBase = () => import('./operations/import/organization/base.js')
export const openOrganizationImport = lazily(organizationBase, 'openOrganizationImport')
const organizationChoices = () => import('./operations/import/organization/choices.js')
export const readChoices = lazily(organizationChoices, 'readChoices')
const organizationNames = () => import('./operations/import/organization/names.js')
export const checkEnvironmentName = lazily(organizationNames, 'checkEnvironmentName')
const organizationOffer = () => import('./operations/import/organization/offer.js')
export const chosenOf = lazily(organizationOffer, 'chosenOf')
export const readOffer = lazily(organizationOffer, 'readOffer')
const organizationImport = () => import('./operations/import/organization/organization.js')
export const describeOrganization = lazily(organizationImport, 'describeOrganization')
export const keepOrganization = lazily(organizationImport, 'keepOrganization')
export const prepareOrganization = lazily(organizationImport, 'prepareOrganization')
const organizationSource = () => import('./operations/import/organization/source.js')
export const readOrganizationFile = lazily(organizationSource, 'readOrganizationFile')

const records = () => import('./operations/records/records.js')
export const pullRecords = lazily(records, 'pullRecords')
export const pushRecords = lazily(records, 'pushRecords')

const deploy = () => import('./operations/environments/hosting/deploy.js')
export const deploySite = lazily(deploy, 'deploySite')
export const readBuild = lazily(deploy, 'readBuild')
const deployments = () => import('./operations/environments/hosting/deployments.js')
export const listDeployments = lazily(deployments, 'listDeployments')
export const rollBack = lazily(deployments, 'rollBack')

const sandbox = () => import('./operations/sandbox/sandbox.js')
export const discardNewSandbox = lazily(sandbox, 'discardNewSandbox')
export const hasSandbox = lazily(sandbox, 'hasSandbox')
export const readSandboxStatus = lazily(sandbox, 'readSandboxStatus')
export const resetSandbox = lazily(sandbox, 'resetSandbox')
export const serveSandbox = lazily(sandbox, 'serveSandbox')
const functions = () => import('./operations/sandbox/functions.js')
export const readyFunctions = lazily(functions, 'readyFunctions')

export const showAccess = lazily(() => import('./operations/access/show.js'), 'showAccess')
export const readAccessPage = lazily(() => import('./operations/access/page.js'), 'readAccessPage')
const accessExplain = () => import('./operations/access/explain.js')
export const explainAccess = lazily(accessExplain, 'explainAccess')
export const explainDecision = lazily(accessExplain, 'explainDecision')
const accessTest = () => import('./operations/access/test.js')
export const isPassed = lazily(accessTest, 'isPassed')
export const requireIsolation = lazily(accessTest, 'requireIsolation')
export const testCompiledAccess = lazily(accessTest, 'testCompiledAccess')
export const testDeployedAccess = lazily(accessTest, 'testDeployedAccess')
export const testSimulatedAccess = lazily(accessTest, 'testSimulatedAccess')

export const readAuth = lazily(() => import('./operations/auth/read.js'), 'readAuth')
export const diffAuth = lazily(() => import('./operations/auth/diff.js'), 'diffAuth')
const attribute = () => import('./operations/auth/attribute.js')
export const applyAttribute = lazily(attribute, 'applyAttribute')
export const isAttributeMissing = lazily(attribute, 'isAttributeMissing')
export const planAttribute = lazily(attribute, 'planAttribute')
export const withAttribute = lazily(attribute, 'withAttribute')
const rotation = () => import('./operations/auth/secret.js')
export const beginRotation = lazily(rotation, 'beginRotation')
export const endRotation = lazily(rotation, 'endRotation')
export const readClientSecret = lazily(rotation, 'readClientSecret')
export const requireSecretClient = lazily(rotation, 'requireSecretClient')
export const testLiveAccess = lazily(() => import('./operations/access/live/live.js'), 'testLiveAccess')

/**
 * The first line of a new awsup.yaml: editors with the YAML language server read the schema of this version there. Versions
 * below 1 may change what awsup.yaml can say with each minor version, later ones with each major version alone.
 */
export const MODELINE = '# yaml-language-server: $schema=https://unpkg.com/awsup@0.1/schemas/awsup.json\n'

import type {Block, Code, Text, Value} from './hcl.js'

/** A resource of Terraform's, and the one on AWS that it stands for. */
export interface TerraformResource {
  /** `aws_cognito_user_pool` */
  readonly type: string
  /** Unique among its type in its folder; a `Scene` gives it. */
  readonly name: string
  /** What `terraform import` calls it, as the provider's documentation of the type says. */
  readonly importId: string
  readonly comment?: readonly string[] | undefined
  readonly arguments: Readonly<Record<string, Value>>
  readonly blocks?: readonly Block[] | undefined
}

/** A value of AWS's, and how a file of Terraform's refers to it. */
export interface Answer {
  readonly value: string
  readonly code: Code
  /** What it is when it is looked for by its name among its kind alone: names are not unmistakable. */
  readonly kind?: string | undefined
  /** Whether it is replaced inside longer texts too: ids that nothing else can look like. */
  readonly within?: boolean | undefined
}

/** Something that whoever runs Terraform may have to say. */
export interface Variable {
  readonly name: string
  readonly description: string
}

/** One resource of awsup's in Terraform's words; there may be several, or none. */
export interface Written {
  readonly resources: readonly TerraformResource[]
  readonly answers?: readonly Answer[] | undefined
  readonly variables?: readonly Variable[] | undefined
  /** What Terraform cannot say of it, in words: also as comments in the file. */
  readonly missing?: readonly string[] | undefined
}

/** What the writer of a kind works with. */
export interface Scene {
  /** Its address without environment and kind, `group.admins` of `dev.role.group.admins`; empty where there is one. */
  readonly label: string
  /** A name that no other resource of the type has in this folder. */
  name(type: string, ...parts: readonly string[]): string
  /** A text with references for the ids and ARNs in it that this resource needs anyway. */
  refer(text: string): Text
  /** A reference to what has this name among its kind; the name where it is not in the folder. */
  named(kind: string, name: string): Text
}

/** The writer of a kind. Pure. */
export type Write<F> = (facts: F, scene: Scene) => Written

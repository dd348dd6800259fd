/** Something wrong with what a user wrote, as a value. */
export interface Issue {
  /** Stable name of the kind of problem, in kebab-case. */
  readonly code: string;
  /** Where it is, as a dotted path into the data; the empty text is the whole. */
  readonly path: string;
  /** What is wrong, in Docker's words where Docker has them. */
  readonly message: string;
}

/**
 * What was given for a new credential spec cannot be one. It stands apart from the library's other
 * errors because this room stands alone; the code is the same.
 */
export class CredentialSpecError extends Error {
  readonly code = 'invalid-argument';

  constructor(message: string) {
    super(message);
    this.name = 'CredentialSpecError';
  }
}

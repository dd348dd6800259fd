import { SwarmSimError } from '../kernel/errors.ts';

/** The object changed since it was read. SwarmKit: manager/state/store/memory.go, ErrSequenceConflict. */
export class SequenceConflictError extends SwarmSimError {
  constructor() {
    super('sequence-conflict', 'update out of sequence');
  }
}

/** An object with this id exists. SwarmKit: manager/state/store/memory.go, ErrExist. */
export class ExistsError extends SwarmSimError {
  constructor() {
    super('already-exists', 'object already exists');
  }
}

/** No object with this id exists. SwarmKit: manager/state/store/memory.go, ErrNotExist. */
export class NotExistsError extends SwarmSimError {
  constructor() {
    super('not-found', 'object does not exist');
  }
}

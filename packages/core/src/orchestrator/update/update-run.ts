/** State of one running update, as plain data. SwarmKit: manager/orchestrator/update/updater.go. */
import type { Entry, TimerId } from '../../kernel/environment.ts';
import type { Service } from '../../model/service.ts';
import type { Slot } from '../slot.ts';

/** See the head of this file. */
export interface UpdateRun {
  /** Tells this update from earlier ones of the service. */
  readonly serial: number;
  /** The service as it was when the update began. */
  readonly service: Service;
  /** All slots at first, then those that the update changes, in its order. */
  slots: readonly Slot[];
  /**
   * Slots are handed to workers while `replacing`; the last of them are awaited while `finishing`;
   * failures still count while `monitoring`.
   */
  phase: 'starting' | 'replacing' | 'finishing' | 'monitoring';
  /** It was paused or gave way to a rollback: it ends without being completed. */
  isStopped: boolean;
  nextSlot: number;
  /** By position of the slot each works on. */
  readonly workers: Record<string, UpdateWorker>;
  busyWorkers: number;
  /** The tasks it made, with the instant at which each was found up or ended; null before. */
  readonly upSince: Record<string, number | null>;
  readonly failedTasks: Record<string, true>;
  failures: number;
  /** Tasks that ended, not looked at yet. */
  endedTasks: string[];
  timer: TimerId;
}

/** A worker of an update and what it waits for. */
export interface UpdateWorker {
  /** The task it waits for; the empty text while it pauses between slots. */
  taskId: string;
  /** The task was made by the update and has to come up; another one only has to be let start. */
  readonly isNewTask: boolean;
  timer: TimerId;
}

/** A step of an update that is due. */
export interface UpdateEntry extends Entry {
  readonly kind: 'update';
  readonly serviceId: string;
  readonly serial: number;
  readonly step: 'start' | 'replace' | 'free-worker' | 'complete';
  /** Position of the slot, for `free-worker`. */
  readonly position?: number;
}

/** An update that has not begun. */
export function newUpdateRun(serial: number, service: Service, slots: readonly Slot[]): UpdateRun {
  return {
    serial,
    service,
    slots,
    phase: 'starting',
    isStopped: false,
    nextSlot: 0,
    workers: {},
    busyWorkers: 0,
    upSince: {},
    failedTasks: {},
    failures: 0,
    endedTasks: [],
    timer: 0,
  };
}

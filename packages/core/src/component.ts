/** A running part of the control plane. It was started by the function that made it. */
export interface Component {
  /** Ends its watches. Timers and handlers end with its environment's scope. May be called twice. */
  stop(): void;
}

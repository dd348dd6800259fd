/** The format of orchestration recordings; the README beside the data explains it. */

/** A recording: what was played, and what the real swarm did. */
export interface OrchestrationRecording {
  readonly scenario: OrchestrationScenario;
  readonly result: {
    readonly always: Readonly<Record<string, unknown>>;
    readonly varies?: Readonly<Record<string, readonly VariedValue[]>>;
  };
}

/** One of the values that an observation had. */
export interface VariedValue {
  readonly value: unknown;
  readonly count: number;
}

/** The script. Durations are in ms. */
export interface OrchestrationScenario {
  readonly name: string;
  readonly quiet_ms: number;
  readonly heartbeat_ms?: number;
  readonly history_limit?: number;
  readonly nodes: readonly RecordedNode[];
  readonly behaviours?: readonly RecordedBehaviour[];
  readonly timeline: readonly RecordedStep[];
}

export interface RecordedNode {
  readonly name: string;
  readonly cpus?: number;
  readonly memory_mb?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly engine_labels?: Readonly<Record<string, string>>;
  readonly availability?: string;
  readonly os?: string;
  readonly arch?: string;
  readonly manager?: boolean;
}

/** A field for matching may be one value or a list of them. */
export interface RecordedBehaviour {
  readonly service?: string | readonly string[];
  readonly image?: string | readonly string[];
  readonly slot?: number | readonly number[];
  readonly node?: string | readonly string[];
  readonly incarnation?: number | readonly number[];
  readonly prepare_ms?: number;
  readonly start_ms?: number;
  readonly stop_ms?: number;
  readonly reject?: string;
  readonly fail_start?: string;
  readonly exit_after_ms?: number;
  readonly exit_code?: number;
}

export interface RecordedUpdateConfig {
  readonly parallelism?: number;
  readonly delay_ms?: number;
  readonly monitor_ms?: number;
  readonly failure_action?: 'pause' | 'continue' | 'rollback';
  readonly max_failure_ratio?: number;
  readonly order?: 'stop-first' | 'start-first';
}

export interface RecordedService {
  readonly name: string;
  readonly mode: 'replicated' | 'global' | 'replicated-job' | 'global-job';
  readonly image: string;
  readonly replicas?: number;
  readonly max_concurrent?: number;
  readonly total_completions?: number;
  readonly restart?: {
    readonly condition?: 'none' | 'on-failure' | 'any';
    readonly delay_ms?: number;
    readonly max_attempts?: number;
    readonly window_ms?: number;
  };
  readonly update?: RecordedUpdateConfig;
  readonly rollback?: RecordedUpdateConfig;
  readonly constraints?: readonly string[];
  readonly spread_over?: string | readonly string[];
  readonly max_replicas_per_node?: number;
  readonly configs?: readonly string[];
  readonly secrets?: readonly string[];
  readonly reserve_cpus?: number;
  readonly reserve_memory_mb?: number;
  readonly host_ports?: readonly number[];
  readonly stop_grace_ms?: number;
}

/** One step; which of the fields it has depends on what it does. */
export interface RecordedStep {
  readonly do: string;
  readonly name?: string;
  readonly service?: RecordedService;
  readonly stale_version?: boolean;
  readonly replicas?: number;
  readonly data?: string;
  readonly node?: string;
  readonly node_def?: RecordedNode;
  readonly availability?: 'active' | 'pause' | 'drain';
  readonly labels?: Readonly<Record<string, string>>;
  readonly cpus?: number;
  readonly memory_mb?: number;
  readonly slot?: number;
  readonly exit_code?: number;
  readonly quiet_ms?: number;
  readonly ms?: number;
  readonly node_state?: string;
  readonly running?: number;
  readonly running_image?: string;
}

/** What the directory keeps: plain data, complete, with every principal under the name it was made with. */
import type { NodeId } from '../model/ids.ts';
import type { DomainIdentity } from './directory-queries.ts';

/** All domains, and what hosts have of them. */
export interface DirectoryState {
  domains: readonly DomainState[];
  /** Hosts of the swarm by the id of their node. */
  readonly hosts: Record<NodeId, HostState>;
}

/** A domain. Principals are SAM names: those of computers and gMSAs end in `$`. */
export interface DomainState extends DomainIdentity {
  readonly controllers: readonly ControllerState[];
  /** Instants from which the root keys of its forest work. */
  readonly rootKeysWorkAt: readonly number[];
  /** Names of the computers that have an account, without `$`. */
  readonly computers: readonly string[];
  readonly groups: readonly GroupState[];
  readonly accounts: readonly AccountState[];
  readonly users: readonly UserState[];
  readonly servers: readonly ServerState[];
}

/** A domain controller. */
export interface ControllerState {
  readonly name: string;
  readonly site: string;
  /** Absent: every site reaches it. */
  readonly reachableFrom?: readonly string[];
  readonly isRunning: boolean;
}

/** A security group. */
export interface GroupState {
  readonly name: string;
  readonly members: readonly string[];
}

/** A gMSA. */
export interface AccountState {
  /** SAM name, without `$`. */
  readonly name: string;
  readonly retrievableBy: readonly string[];
  readonly passwordIntervalDays: number;
  readonly createdAt: number;
  readonly servicePrincipalNames: readonly string[];
}

/** A user. */
export interface UserState {
  readonly name: string;
  readonly password: string;
}

/** A server that applications authenticate to. */
export interface ServerState {
  readonly name: string;
  readonly kind: 'sql-server' | 'file-share';
  readonly grants: readonly string[];
}

/** A machine as the directory knows it. */
export interface DirectoryHost {
  readonly nodeId: NodeId;
  readonly hostname: string;
  /** DNS name of the domain that it has joined; absent: none. */
  readonly domain?: string;
  readonly site: string;
}

/** A host, and what became of its bond with the domain. */
export interface HostState extends DirectoryHost {
  /**
   * Groups of its domain that it belonged to when it last logged on. Absent where it never did: it is
   * not joined, or has reached no controller since it started.
   */
  readonly ticket?: readonly string[];
  /** It reaches no controller, whatever its site. */
  readonly isCutOff: boolean;
  /** Its own account is no longer believed. */
  readonly isTrustBroken: boolean;
}

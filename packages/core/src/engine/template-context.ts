import type { Task } from '../model/task.ts';
import type { TemplateContext } from '../template/template-context.ts';
import type { HostDescription } from './host-description.ts';

/** The node that a task is on. */
export interface TaskPlace {
  readonly nodeId: string;
  readonly hostname: string;
  readonly host: HostDescription;
}

/** What the templates of a task may refer to. SwarmKit: template/context.go, NewContext. */
export function createTemplateContext(
  task: Task,
  { nodeId, hostname, host }: TaskPlace,
): TemplateContext {
  const { serviceId, serviceName } = task;
  const slot = task.slot > 0 ? `${task.slot}` : nodeId;
  return {
    // Deviation: tasks carry no labels of their service here, so templates see none.
    service: { id: serviceId, name: serviceName, labels: {} },
    node: {
      id: nodeId,
      hostname,
      platform: { architecture: host.architecture, os: host.os },
    },
    task: { id: task.id, name: `${serviceName}.${slot}.${task.id}`, slot },
  };
}

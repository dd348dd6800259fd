import type { DirectoryEdit, Fault, FaultPlan, FaultSpan, NodeTarget } from '@swarmsim/core';

/** What a person would do, or see happen, that has no docker command. */
export function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'crash':
      return `power off host ${nodes(fault.node)}`;
    case 'restart':
      return `power on host ${nodes(fault.node)}`;
    case 'restart-engine':
      return `restart the docker engine of ${nodes(fault.node)}${engineWords(fault)}`;
    case 'partition':
      return `cut ${nodes(fault.node)} off from the managers (${fault.direction ?? 'both'} ways)`;
    case 'delay-messages':
      return `delay messages between ${nodes(fault.node)} and the managers by ${span(fault.by)}`;
    case 'lose-messages':
      return `lose ${fault.probability * 100} % of the messages between ${nodes(fault.node)} and the managers`;
    case 'repair':
      return `mend the network between ${nodes(fault.node)} and the managers`;
    case 'slow-pulls':
      return `pulls${scope(fault)} take ${span(fault.by)} longer`;
    case 'fail-pulls':
      return `pulls${scope(fault)} fail${fault.error === undefined ? '' : `: ${fault.error}`}`;
    case 'repair-pulls':
      return `pulls${scope(fault)} are as they should be again`;
    case 'exit-task':
      return `the container of ${fault.task} ends with exit code ${fault.exitCode ?? 0}`;
    case 'ignore-stop':
      return `the container of ${fault.task} ignores to be stopped`;
    case 'sicken-task':
      return `the health check of ${fault.task} fails`;
    default:
      return describeDirectoryFault(fault);
  }
}

/** A fault of the directory, in words. */
type DirectoryFault = Extract<
  Fault,
  { kind: `${string}-controller` | `${string}-directory` | `${string}-trust` }
>;

function describeDirectoryFault(fault: DirectoryFault): string {
  switch (fault.kind) {
    case 'stop-controller':
      return `stop ${fault.controller ?? 'all domain controllers'} of ${fault.domain}`;
    case 'start-controller':
      return `start ${fault.controller ?? 'all domain controllers'} of ${fault.domain}`;
    case 'cut-directory':
      return `block the ports of the domain controllers on ${nodes(fault.node)}`;
    case 'reach-directory':
      return `open the ports of the domain controllers on ${nodes(fault.node)}`;
    case 'break-trust':
      return `break the trust between ${nodes(fault.node)} and its domain`;
    case 'repair-trust':
      return `restart Netlogon on ${nodes(fault.node)}`;
  }
}

/** A planned fault, in words. */
export function describeFaultPlan(plan: FaultPlan): string {
  const { fault, oneOf = [], lasts } = plan;
  const what =
    fault === undefined ? `one of: ${oneOf.map(describeFault).join('; ')}` : describeFault(fault);
  const when = 'at' in plan ? `at ${span(plan.at)}` : `every ${span(plan.every)}`;
  return `${when}: ${what}${lasts === undefined ? '' : `, for ${span(lasts)}`}`;
}

/** An edit of Active Directory, as the cmdlet that makes it. */
export function describeDirectoryEdit(domain: string, edit: DirectoryEdit): string {
  switch (edit.kind) {
    case 'create-account':
      return `New-ADServiceAccount -Name ${edit.account} -Server ${domain}${allowed(edit.retrievableBy)}`;
    case 'remove-account':
      return `Remove-ADServiceAccount -Identity ${edit.account} -Server ${domain}`;
    case 'allow-retrieval':
      return `Set-ADServiceAccount -Identity ${edit.account} -Server ${domain}${allowed(edit.retrievableBy)}`;
    case 'add-member':
      return `Add-ADGroupMember -Identity ${edit.group} -Members ${edit.member} -Server ${domain}`;
    case 'remove-member':
      return `Remove-ADGroupMember -Identity ${edit.group} -Members ${edit.member} -Server ${domain}`;
    case 'add-root-key':
      return edit.effectiveImmediately === true
        ? 'Add-KdsRootKey -EffectiveTime with an instant ten hours ago'
        : 'Add-KdsRootKey -EffectiveImmediately';
    case 'grant':
      return `${edit.server} lets in: ${edit.grants.join(', ') || 'nobody'}`;
  }
}

function allowed(principals: readonly string[] = []): string {
  if (principals.length === 0) return '';
  return ` -PrincipalsAllowedToRetrieveManagedPassword ${principals.join(',')}`;
}

function engineWords({
  containers = 'died',
  downFor = 0,
}: Extract<Fault, { kind: 'restart-engine' }>): string {
  const down = downFor === 0 ? '' : `, down for ${span(downFor)}`;
  return `${down}${containers === 'survived' ? '; its containers survive' : ''}`;
}

function scope({ node, image }: { node?: NodeTarget; image?: string }): string {
  return `${image === undefined ? '' : ` of ${image}`}${node === undefined ? '' : ` on ${nodes(node)}`}`;
}

function nodes(target: NodeTarget): string {
  if (typeof target === 'string') return target;
  const { label, pick } = target;
  const which = label === undefined ? 'the nodes' : `the nodes with ${label}`;
  return pick === undefined ? `all of ${which}` : `${pick} of ${which}`;
}

function span(value: FaultSpan): string {
  if (typeof value === 'object') return `${span(value.min)} to ${span(value.max)}`;
  return typeof value === 'number' ? `${value} ms` : value;
}

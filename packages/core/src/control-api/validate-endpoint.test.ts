import { describe, expect, it } from 'vitest';
import type { EndpointSpec, PortConfig } from '../model/endpoint.ts';
import { validateEndpoint } from './validate-endpoint.ts';

function port(publishedPort: number, parts: Partial<PortConfig> = {}): PortConfig {
  return { protocol: 'tcp', targetPort: 80, publishedPort, publishMode: 'ingress', ...parts };
}

function endpoint(mode: EndpointSpec['mode'], ...ports: readonly PortConfig[]): EndpointSpec {
  return { mode, ports };
}

const host = { publishMode: 'host' } as const;
const duplicate = 'EndpointSpec: duplicate published ports provided';
const meshText = "EndpointSpec: port published with ingress mode can't be used with dnsrr mode";

describe('validateEndpoint', () => {
  // SwarmKit: manager/controlapi/service.go, validateEndpointSpec.
  it.each([
    { name: 'no endpoint', spec: undefined },
    {
      name: 'one port for two protocols',
      spec: endpoint('vip', port(80), port(80, { protocol: 'udp' })),
    },
    { name: 'ports that are still to be chosen', spec: endpoint('vip', port(0), port(0)) },
    { name: 'host mode without a virtual address', spec: endpoint('dnsrr', port(80, host)) },
  ])('takes $name', ({ spec }) => {
    expect(() => validateEndpoint(spec)).not.toThrow();
  });

  it.each([
    { name: 'one port twice', spec: endpoint('vip', port(80), port(80)), message: duplicate },
    {
      name: 'one port in both modes',
      spec: endpoint('vip', port(80), port(80, host)),
      message: duplicate,
    },
    {
      name: 'the mesh without a virtual address',
      spec: endpoint('dnsrr', port(0)),
      message: meshText,
    },
    {
      name: 'a duplicate before the mesh',
      spec: endpoint('dnsrr', port(80, host), port(80, host), port(0)),
      message: duplicate,
    },
  ])('refuses $name', ({ spec, message }) => {
    expect(() => validateEndpoint(spec)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message }),
    );
  });
});

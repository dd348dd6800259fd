import { describe, expect, it } from 'vitest';
import { fromDockerNetworkSpec } from './network-spec.ts';

describe('fromDockerNetworkSpec', () => {
  it.each([
    { spec: { Name: 'ov' }, read: { name: 'ov' } },
    {
      spec: { Name: 'ov', Driver: 'l2bridge' },
      read: { name: 'ov', driver: { name: 'l2bridge' } },
    },
    { spec: { Name: 'ov', IPAM: {} }, read: { name: 'ov', ipam: {} } },
    {
      spec: { Name: 'ov', Ingress: true, IPAM: { Config: [{ IPRange: '10.0.0.0/25' }] } },
      read: {
        name: 'ov',
        ingress: true,
        ipam: { configs: [{ subnet: '', range: '10.0.0.0/25' }] },
      },
    },
  ])('reads $spec', ({ spec, read }) => {
    expect(fromDockerNetworkSpec(spec)).toEqual(read);
  });
});

import { describe, expect, it } from 'vitest';
import type { IpamConfig } from '../model/network.ts';
import { validateIpamConfig, validateNetworkSpec } from './validate-network-spec.ts';

describe('validateNetworkSpec', () => {
  // SwarmKit: manager/controlapi/network.go, validateNetworkSpec.
  it.each([
    { name: 'a name alone', spec: { name: 'ov' } },
    { name: 'an empty address management', spec: { name: 'ov', ipam: {} } },
    { name: 'an attachable network', spec: { name: 'ov', attachable: true, ingress: false } },
  ])('takes $name', ({ spec }) => {
    expect(() => validateNetworkSpec(spec)).not.toThrow();
  });

  it.each([
    {
      name: 'an attachable routing mesh, before its name',
      spec: { name: '', attachable: true, ingress: true },
      code: 'invalid-argument',
      message: 'ingress network cannot be attachable',
    },
    {
      name: 'no name',
      spec: { name: '' },
      code: 'invalid-argument',
      message: 'meta: name must be provided',
    },
    {
      name: 'the label of predefined networks',
      spec: { name: 'ov', labels: { 'com.docker.swarm.predefined': '' } },
      code: 'permission-denied',
      message:
        'label com.docker.swarm.predefined is for internally created predefined networks ' +
        'and cannot be applied by users',
    },
    {
      name: 'any of several address ranges that is wrong',
      spec: { name: 'ov', ipam: { configs: [{ subnet: '10.0.0.0/24' }, { subnet: 'x' }] } },
      code: 'invalid-argument',
      message: 'ipam configuration: invalid subnet x',
    },
    { name: 'no spec', spec: undefined, code: 'invalid-argument', message: 'invalid argument' },
  ])('refuses $name', ({ spec, code, message }) => {
    expect(() => validateNetworkSpec(spec)).toThrow(expect.objectContaining({ code, message }));
  });
});

describe('validateIpamConfig', () => {
  const subnet = '10.0.0.0/24';

  // SwarmKit: manager/controlapi/network.go, validateIPAMConfiguration.
  it.each<{ config: IpamConfig }>([
    { config: { subnet } },
    { config: { subnet: '10.0.0.7/24', gateway: '10.0.0.1' } },
    { config: { subnet, range: '10.0.0.128/25', gateway: '10.0.0.254' } },
    { config: { subnet, range: '10.0.0.255/8' } },
    { config: { subnet, range: '', gateway: '' } },
    { config: { subnet: 'fd00::/64', gateway: 'fd00::1' } },
  ])('takes $config', ({ config }) => {
    expect(() => validateIpamConfig(config)).not.toThrow();
  });

  it.each<{ config: IpamConfig; text: string }>([
    { config: { subnet: '' }, text: 'invalid subnet ' },
    { config: { subnet: '10.0.0.0/33' }, text: 'invalid subnet 10.0.0.0/33' },
    { config: { subnet, range: '10.0.0.0' }, text: 'invalid range 10.0.0.0' },
    {
      config: { subnet, range: '10.0.1.0/25' },
      text: 'subnet 10.0.0.0/24 does not contain range 10.0.1.0/25',
    },
    { config: { subnet, gateway: '10.0.0' }, text: 'invalid gateway 10.0.0' },
    { config: { subnet, gateway: '10.0.0.1/24' }, text: 'invalid gateway 10.0.0.1/24' },
    {
      config: { subnet, gateway: '10.0.1.1' },
      text: 'subnet 10.0.0.0/24 does not contain gateway 10.0.1.1',
    },
    { config: { subnet, gateway: 'x', range: 'y' }, text: 'invalid range y' },
  ])('refuses $config', ({ config, text }) => {
    expect(() => validateIpamConfig(config)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: `ipam configuration: ${text}` }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { PortConfig } from '../model/endpoint.ts';
import { toPortConfig } from './port-option.ts';

type Option = Parameters<typeof toPortConfig>[0];

function port(change: Partial<PortConfig>): PortConfig {
  return { protocol: 'tcp', targetPort: 80, publishedPort: 0, publishMode: 'ingress', ...change };
}

const forms: readonly { readonly option: Option; readonly config: PortConfig }[] = [
  { option: 80, config: port({}) },
  { option: '80', config: port({}) },
  { option: '8080:80', config: port({ publishedPort: 8080 }) },
  { option: '8080:80/udp', config: port({ publishedPort: 8080, protocol: 'udp' }) },
  { option: '80/sctp', config: port({ protocol: 'sctp' }) },
  { option: { target: 80 }, config: port({}) },
  {
    option: { target: 80, published: 8080, protocol: 'udp', mode: 'host' },
    config: port({ publishedPort: 8080, protocol: 'udp', publishMode: 'host' }),
  },
  {
    option: { target: 65_535, published: 65_535 },
    config: port({ targetPort: 65_535, publishedPort: 65_535 }),
  },
  {
    option: port({ name: 'http', publishedPort: 1 }),
    config: port({ name: 'http', publishedPort: 1 }),
  },
];

describe('toPortConfig', () => {
  // docker/cli: opts/swarmopts/port.go: tcp, the routing mesh, and a port that is chosen later.
  it.each(forms)('reads $option', ({ option, config }) => {
    expect(toPortConfig(option)).toEqual(config);
  });

  it.each([
    { name: 'port 0', option: 0, text: 'invalid containerPort: 0' },
    { name: 'a negative port', option: -80, text: 'invalid containerPort: -80' },
    { name: 'a port past 65535', option: 65_536, text: 'invalid containerPort: 65536' },
    { name: 'half a port', option: 80.5, text: 'invalid containerPort: 80.5' },
    { name: 'a word', option: 'http', text: 'invalid containerPort: http' },
    { name: 'an unknown protocol', option: '80/icmp', text: 'invalid containerPort: 80/icmp' },
    {
      name: 'a published port past 65535',
      option: { target: 80, published: 70_000 },
      text: 'invalid containerPort: 70000',
    },
    {
      name: 'an unknown mode',
      option: { target: 80, mode: 'mesh' },
      text: 'invalid publish mode value: mesh',
    },
    {
      name: 'an unknown protocol in the long form',
      option: { target: 80, protocol: 'icmp' },
      text: 'invalid protocol value: icmp',
    },
    {
      name: 'a full form with a number in words',
      option: { targetPort: '80', publishedPort: 0, protocol: 'tcp', publishMode: 'host' },
      text: 'invalid containerPort: 80',
    },
    { name: 'nothing', option: null, text: 'service: a port must be an object, not null' },
    {
      name: 'a misspelt field',
      option: { target: 80, publish: 1 },
      text: "service: a port: unknown option 'publish'",
    },
  ])('refuses $name', ({ option, text }) => {
    expect(() => toPortConfig(option as Option)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: text }),
    );
  });
});

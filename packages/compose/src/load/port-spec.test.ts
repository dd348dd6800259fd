import { describe, expect, it } from 'vitest';
import { parsePortSpec } from './port-spec.ts';

// docker/go-connections: nat/nat.go, ParsePortSpec.
describe('parsePortSpec', () => {
  it.each([
    { text: '80', mappings: [{ container: 80 }] },
    { text: '8080:80', mappings: [{ container: 80, host: { first: 8080, last: 8080 } }] },
    { text: '53/UDP', mappings: [{ container: 53, protocol: 'udp' }] },
    {
      text: '127.0.0.1:8080:80',
      mappings: [{ container: 80, hostIp: '127.0.0.1', host: { first: 8080, last: 8080 } }],
    },
    { text: '[::1]::80', mappings: [{ container: 80, hostIp: '::1' }] },
    {
      text: '90-91:80-81',
      mappings: [
        { container: 80, host: { first: 90, last: 90 } },
        { container: 81, host: { first: 91, last: 91 } },
      ],
    },
    { text: '80/udp/tcp', mappings: [{ container: 80, protocol: 'udp' }] },
    { text: '80-81-99', mappings: [{ container: 80 }, { container: 81 }] },
    { text: '90-93:80', mappings: [{ container: 80, host: { first: 90, last: 93 } }] },
  ])('reads $text', ({ text, mappings }) => {
    const wanted = mappings.map((mapping) => ({ hostIp: '', protocol: 'tcp', ...mapping }));

    expect(parsePortSpec(text)).toEqual({ kind: 'ports', mappings: wanted });
  });

  it.each([
    { text: '', message: 'no port specified: <empty>' },
    { text: '80:', message: 'no port specified: 80:<empty>' },
    { text: 'http', message: 'invalid containerPort: http' },
    { text: '70000', message: 'invalid containerPort: 70000' },
    { text: '81-80', message: 'invalid containerPort: 81-80' },
    { text: 'x:80', message: 'invalid hostPort: x' },
    { text: '1.2.3:80:80', message: 'invalid IP address: 1.2.3' },
    { text: '80/http', message: 'invalid proto: http' },
    {
      text: '90-92:80-81',
      message: 'invalid ranges specified for container and host Ports: 80-81 and 90-92',
    },
  ])('refuses "$text"', ({ text, message }) => {
    expect(parsePortSpec(text)).toEqual({ kind: 'malformed', message });
  });
});

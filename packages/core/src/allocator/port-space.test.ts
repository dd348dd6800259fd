import { describe, expect, it } from 'vitest';
import type { PortConfig } from '../model/endpoint.ts';
import { createPortSpaces, freePort, takePort } from './port-space.ts';

function port(publishedPort: number, protocol: PortConfig['protocol'] = 'tcp'): PortConfig {
  return { protocol, targetPort: 80, publishedPort, publishMode: 'ingress' };
}

// SwarmKit: manager/allocator/portallocator.go, portSpace; internal/idm.
describe('port spaces', () => {
  it('give a named port once for each protocol', () => {
    const spaces = createPortSpaces();

    expect(takePort(spaces, port(80))).toEqual(port(80));
    expect(takePort(spaces, port(80))).toBeUndefined();
    expect(takePort(spaces, port(80, 'udp'))).toEqual(port(80, 'udp'));
  });

  it('give dynamic ports in turn, from 30000, past those taken by name', () => {
    const spaces = createPortSpaces();
    takePort(spaces, port(30_001));

    const given = [0, 0].map((open) => takePort(spaces, port(open))?.publishedPort);

    expect(given).toEqual([30_000, 30_002]);
  });

  it('do not reuse a dynamic port before the others had their turn', () => {
    const spaces = createPortSpaces();
    freePort(spaces, takePort(spaces, port(0)) ?? port(0));

    expect(takePort(spaces, port(0))?.publishedPort).toBe(30_001);
    for (let taken = 30_002; taken <= 32_767; taken += 1) takePort(spaces, port(0));
    expect(takePort(spaces, port(0))?.publishedPort).toBe(30_000);
    expect(takePort(spaces, port(0))).toBeUndefined();
  });
});

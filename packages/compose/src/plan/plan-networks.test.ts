import { describe, expect, it } from 'vitest';
import type { NetworkSpec } from '@swarmsim/core';
import { parseStack } from '../parse-stack.ts';

function plan(ipam: string): NetworkSpec | undefined {
  const text = `services: {web: {image: iis}}\nnetworks: {default: {ipam: ${ipam}}}\n`;
  return parseStack(text, { fileName: 'stack.yml', name: 'shop' }).stack?.networks[0];
}

// docker/cli: cli/compose/convert/compose.go, Networks.
describe('the address management of a network', () => {
  it('is asked for where the file names subnets', () => {
    const network = plan('{config: [{subnet: 10.1.0.0/16}]}');

    expect(network).toMatchObject({ ipam: { configs: [{ subnet: '10.1.0.0/16' }] } });
  });

  it('is asked for where the file names a driver', () => {
    expect(plan('{driver: default}')).toMatchObject({ ipam: {} });
  });

  it.each(['{}', '{config: []}', '{driver: ""}'])('is left to the daemon by %s', (ipam) => {
    expect(plan(ipam)).not.toHaveProperty('ipam');
  });
});

import { describe, expect, it } from 'vitest';
import { parseStack } from '../parse-stack.ts';

function check(volume: string): readonly string[] {
  const text = `services:\n  web:\n    image: iis\n    volumes: [${volume}]\n`;
  const { issues } = parseStack(text, { fileName: 'stack.yml', name: 'shop' });
  return issues.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

// moby: daemon/cluster/convert/container.go, containerToGRPC.
describe('the propagation of a bind mount', () => {
  it('is refused with the daemon’s text', () => {
    const refusal = 'failed to create service shop_web: Error response from daemon:';

    expect(check('{type: bind, source: /a, target: /b, bind: {propagation: x}}')).toEqual([
      `${refusal} invalid MountPropagation: "x"`,
    ]);
  });

  it.each(['{type: bind, source: /a, target: /b, bind: {propagation: rslave}}', '/a:/b:rshared'])(
    'may be that of %s',
    (volume) => {
      expect(check(volume)).toEqual([]);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { Kernel } from '../kernel/kernel.ts';
import { createRegistry, findImage } from './registry.ts';
import { createRegistryServer, type RegistryServer } from './registry-server.ts';
import { parseImageReference, type ImageReference } from './image-reference.ts';

const platforms = [{ os: 'windows', architecture: 'amd64' }];

function reference(text: string): ImageReference {
  const parsed = parseImageReference(text);
  if (parsed.kind === 'malformed') throw new Error(parsed.message);
  return parsed;
}

function newServer(kernel = new Kernel({ seed: 1, history: true })): RegistryServer {
  return createRegistryServer(kernel, createRegistry({ images: [{ name: 'app:1', platforms }] }));
}

describe('createRegistryServer', () => {
  it('has what was described, then what is pushed', () => {
    const server = newServer();
    expect(findImage(server, reference('app:1'))?.name).toBe('app:1');
    expect(findImage(server, reference('app:2'))).toBeUndefined();
    expect(server.revision).toBe(0);

    server.push({ name: 'app:2', platforms });

    expect(findImage(server, reference('app:2'))?.name).toBe('app:2');
    expect(server.revision).toBe(1);
  });

  it('moves a tag, and keeps the former image under its digest', () => {
    const server = newServer();
    const former = findImage(server, reference('app:1'));

    server.push({ name: 'app:1', platforms, credentialSpec: '{}' });
    const present = findImage(server, reference('app:1'));

    expect(present?.credentialSpec).toBe('{}');
    expect(present?.digest).not.toBe(former?.digest);
    expect(findImage(server, reference(`app@${former?.digest}`))).toEqual(former);
  });

  it('finds again what was pushed, where its state was kept', () => {
    const kernel = new Kernel({ seed: 1 });
    newServer(kernel).push({ name: 'app:2', platforms });

    expect(findImage(newServer(kernel), reference('app:2'))?.name).toBe('app:2');
  });

  it('notes each push', () => {
    const kernel = new Kernel({ seed: 1, history: true });
    newServer(kernel).push({ name: 'app:2', platforms });

    expect(kernel.trace.records).toMatchObject([
      { kind: 'image-pushed', data: { image: 'app:2' } },
    ]);
  });

  it('refuses other contents under a digest that it has', () => {
    const server = newServer();
    const digest = `sha256:${'a'.repeat(64)}`;
    server.push({ name: 'app:2', platforms, digest });
    server.push({ name: 'app:3', platforms, digest });

    expect(() => server.push({ name: 'app:2', platforms, digest, credentialSpec: '{}' })).toThrow(
      'image app:2 has the digest of app:2, which is another one',
    );
    expect(() =>
      createRegistry({
        images: [
          { name: 'x:1', platforms, digest },
          { name: 'x:2', platforms: [{ os: 'linux', architecture: 'amd64' }], digest },
        ],
      }),
    ).toThrow('image x:2 has the digest of x:1, which is another one');
    expect(findImage(server, reference('app:3'))?.digest).toBe(digest);
  });

  it('refuses an image that cannot exist', () => {
    const server = newServer();

    expect(() => server.push({ name: 'app:2', platforms: [] })).toThrow('has no platform');
    expect(server.revision).toBe(0);
  });
});

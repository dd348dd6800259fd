import { describe, expect, it } from 'vitest';
import type { ContainerSpec, Mount } from '../model/container.ts';
import {
  validateContainer,
  validateHealthCheck,
  validateImage,
  validateMounts,
} from './validate-container.ts';

const digest = 'a'.repeat(64);

function container(parts: Partial<ContainerSpec>): ContainerSpec {
  return { kind: 'container', image: 'iis', ...parts };
}

function mount(target: string): Mount {
  return { type: 'volume', target };
}

describe('validateImage', () => {
  // SwarmKit: manager/controlapi/service.go, validateImage.
  it.each([
    { image: 'iis' },
    { image: 'iis:1' },
    { image: `host:5000/team/iis:1@sha256:${digest}` },
    { image: `a/${'b'.repeat(243)}` },
  ])('takes $image', ({ image }) => {
    expect(() => validateImage(image)).not.toThrow();
  });

  it.each([
    { image: 'iis:' },
    { image: 'Iis' },
    { image: ' iis' },
    { image: digest },
    { image: 'iis@sha256:abc' },
    { image: `a/${'b'.repeat(244)}` },
    { image: 'https://registry.example/iis' },
  ])('refuses $image', ({ image }) => {
    expect(() => validateImage(image)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message: `ContainerSpec: "${image}" is not a valid repository/tag`,
      }),
    );
  });

  it('quotes the image as Go does', () => {
    expect(() => validateImage('a"\n')).toThrow(
      'ContainerSpec: "a\\"\\n" is not a valid repository/tag',
    );
  });

  it('asks for an image where there is none', () => {
    expect(() => validateImage('')).toThrow('ContainerSpec: image reference must be provided');
  });
});

describe('validateMounts', () => {
  // SwarmKit: manager/controlapi/service.go, validateMounts.
  it('refuses two mounts in one place', () => {
    expect(() => validateMounts([mount('C:\\a'), mount('C:\\b'), mount('C:\\a')])).toThrow(
      'ContainerSpec: duplicate mount point: C:\\a',
    );
  });

  it('takes targets that differ in case', () => {
    expect(() => validateMounts([mount('/a'), mount('/A')])).not.toThrow();
  });
});

describe('validateHealthCheck', () => {
  // SwarmKit: manager/controlapi/service.go, validateHealthCheck and minimumDuration.
  it('takes durations of zero and of one millisecond', () => {
    expect(() => validateHealthCheck({ intervalMs: 0, timeoutMs: 1, retries: 0 })).not.toThrow();
  });

  it.each([
    { part: { intervalMs: 0.5 }, name: 'Interval' },
    { part: { timeoutMs: 0.999999 }, name: 'Timeout' },
    { part: { startPeriodMs: -1 }, name: 'StartPeriod' },
    { part: { startIntervalMs: 0.5 }, name: 'StartInterval' },
    { part: { startIntervalMs: 0.5, timeoutMs: 0.5 }, name: 'Timeout' },
  ])('refuses $part', ({ part, name }) => {
    expect(() => validateHealthCheck(part)).toThrow(
      `ContainerSpec: ${name} in HealthConfig cannot be less than 1ms`,
    );
  });

  it('refuses negative retries', () => {
    expect(() => validateHealthCheck({ retries: -1 })).toThrow(
      'ContainerSpec: Retries in HealthConfig cannot be negative',
    );
  });
});

describe('validateContainer', () => {
  // SwarmKit: manager/controlapi/service.go, validateContainerSpec.
  it('takes the placeholders of a task', () => {
    const env = ['SLOT={{.Task.Slot}}', 'HOST={{.Node.Hostname}}', 'PLAIN'];

    expect(() =>
      validateContainer(container({ env, hostname: '{{.Service.Name}}' })),
    ).not.toThrow();
  });

  it('compares mount points after expansion', () => {
    const mounts = [mount('/data/{{.Task.Slot}}'), mount('/data/1')];

    expect(() => validateContainer(container({ mounts }))).toThrow(
      'ContainerSpec: duplicate mount point: /data/1',
    );
  });

  it('refuses a label of the service, since the made-up task has none', () => {
    expect(() => validateContainer(container({ hostname: '{{.Service.Labels.zone}}' }))).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        message:
          'expanding hostname failed: template: expansion:1:10: executing "expansion" ' +
          'at <.Service.Labels.zone>: map has no entry for key "zone"',
      }),
    );
  });

  it.each([
    {
      name: 'templates before the image',
      parts: { env: ['A={{'], image: '' },
      text: 'expanding env',
    },
    {
      name: 'the image before mounts',
      parts: { image: '', mounts: [mount('a'), mount('a')] },
      text: 'image',
    },
    {
      name: 'mounts before the health check',
      parts: { mounts: [mount('a'), mount('a')], healthcheck: { retries: -1 } },
      text: 'duplicate mount point',
    },
  ])('looks at $name', ({ parts, text }) => {
    expect(() => validateContainer(container(parts))).toThrow(text);
  });
});

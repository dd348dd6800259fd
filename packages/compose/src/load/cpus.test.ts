import { describe, expect, it } from 'vitest';
import { parseCpus } from './cpus.ts';

// docker/cli: opts/opts.go, ParseCPUs.
describe('parseCpus', () => {
  it.each([
    { text: '0.50', nanoCpus: 500_000_000 },
    { text: '2', nanoCpus: 2_000_000_000 },
    { text: '.1', nanoCpus: 100_000_000 },
    { text: '1/4', nanoCpus: 250_000_000 },
    { text: '5e-1', nanoCpus: 500_000_000 },
    { text: '-1', nanoCpus: -1_000_000_000 },
    { text: '1_0', nanoCpus: 10_000_000_000 },
    { text: '010', nanoCpus: 10_000_000_000 },
    { text: '0x10', nanoCpus: 16_000_000_000 },
    { text: '0b1.1', nanoCpus: 1_500_000_000 },
    { text: '0x1p-2', nanoCpus: 250_000_000 },
    { text: '0x10/010', nanoCpus: 2_000_000_000 },
    // Go keeps the low 64 bits.
    { text: '1e30', nanoCpus: 6_873_995_514_006_732_800 },
  ])('reads $text exactly', ({ text, nanoCpus }) => {
    expect(parseCpus(text)).toEqual({ kind: 'cpus', nanoCpus });
  });

  it.each([
    { text: 'two', message: 'failed to parse two as a rational number' },
    { text: '', message: 'failed to parse  as a rational number' },
    { text: '1/0', message: 'failed to parse 1/0 as a rational number' },
    { text: '1__0', message: 'failed to parse 1__0 as a rational number' },
    { text: '1.5/2', message: 'failed to parse 1.5/2 as a rational number' },
    { text: '0x', message: 'failed to parse 0x as a rational number' },
    { text: '0.0000000001', message: 'value is too precise' },
    { text: '1/3', message: 'value is too precise' },
  ])('refuses "$text"', ({ text, message }) => {
    expect(parseCpus(text)).toEqual({ kind: 'malformed', message });
  });
});

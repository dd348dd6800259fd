import { SwarmSimError } from '../kernel/errors.ts';
import { checkOneOf, checkOptions, checkRecord } from '../options/check-options.ts';
import type { PortConfig, PortProtocol } from '../model/endpoint.ts';
import type { PortOptions } from './service-options.ts';

const portMax = 65_535;
const shortForm = /^(?:(\d+):)?(\d+)(?:\/(tcp|udp|sctp))?$/;

/** Reads `--publish`: a number, `[published:]target[/protocol]`, or the long form. */
export function toPortConfig(option: number | string | PortOptions | PortConfig): PortConfig {
  if (typeof option === 'number') return fromOptions({ target: option });
  if (typeof option === 'string') return fromOptions(parseShortForm(option));
  if (isPortConfig(option)) return checkPortConfig(option);
  checkOptions<PortOptions>('service: a port', option, {
    target: 'any',
    published: 'any',
    protocol: 'text',
    mode: 'text',
  });
  return fromOptions(option);
}

/** The full form is what a stored service has. Here the API takes every port number, 0 included. */
function checkPortConfig(port: PortConfig): PortConfig {
  checkOptions<PortConfig>('service: a port', port, {
    name: 'text',
    protocol: 'text',
    targetPort: 'any',
    publishedPort: 'any',
    publishMode: 'text',
  });
  if (!isPort(port.targetPort)) throw invalidPort(String(port.targetPort));
  if (!isPort(port.publishedPort)) throw invalidPort(String(port.publishedPort));
  checkWords(port.publishMode, port.protocol);
  return port;
}

function isPortConfig(option: PortOptions | PortConfig): option is PortConfig {
  checkRecord('service: a port', option);
  return 'targetPort' in option;
}

function parseShortForm(text: string): PortOptions {
  const match = shortForm.exec(text);
  if (match === null) throw invalidPort(text);
  const [, published = '0', target = '', protocol = 'tcp'] = match;
  return {
    target: Number(target),
    published: Number(published),
    protocol: protocol as PortProtocol,
  };
}

function fromOptions(options: PortOptions): PortConfig {
  const { target, published = 0, protocol = 'tcp', mode = 'ingress' } = options;
  if (!isPort(target) || target === 0) throw invalidPort(String(target));
  if (!isPort(published)) throw invalidPort(String(published));
  checkWords(mode, protocol);
  return { protocol, targetPort: target, publishedPort: published, publishMode: mode };
}

/** docker/cli: opts/swarmopts/port.go. */
function checkWords(mode: string, protocol: string): void {
  checkOneOf(mode, ['ingress', 'host'], (value) => `invalid publish mode value: ${value}`);
  checkOneOf(protocol, ['tcp', 'udp', 'sctp'], (value) => `invalid protocol value: ${value}`);
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= portMax;
}

/** docker/go-connections: nat/parse.go words it so. */
function invalidPort(text: string): SwarmSimError {
  return new SwarmSimError('invalid-argument', `invalid containerPort: ${text}`);
}

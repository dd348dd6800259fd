import type { CredentialSpecCopy } from '@swarmsim/core';
import type { ScenarioOperation } from '../scenario.ts';
import { directoryEditShape } from './directory-shapes.ts';
import { faultPlanShape, faultShape } from './fault-shapes.ts';
import { hostChangeShape, imageShape, nodeEditShape, nodeShape } from './node-shapes.ts';
import { serviceChangeShape, serviceShape } from './service-shapes.ts';
import {
  any,
  count,
  duration,
  either,
  flag,
  labels,
  list,
  object,
  oneOf,
  record,
  text,
  type Shape,
} from './shape.ts';

const operations: { readonly [Kind in ScenarioOperation['kind']]: Shape } = {
  'config-create': objectCreate(),
  'config-label': step({ config: text, labels }),
  'config-remove': step({ config: text }),
  'secret-create': objectCreate(),
  'secret-label': step({ secret: text, labels }),
  'secret-remove': step({ secret: text }),
  'network-create': step({ spec: object }),
  'network-remove': step({ network: text }),
  'service-create': step({ options: serviceShape }, { resolveImage: flag }),
  'service-create-spec': step({ spec: object }, { resolveImage: flag }),
  'service-update': step({ service: text, options: serviceShape }, { resolveImage: flag }),
  'service-update-spec': step(
    { service: text, version: count, spec: object },
    { resolveImage: flag },
  ),
  'service-edit': step({ service: text, change: serviceChangeShape }),
  'service-force': step({ service: text }),
  'service-scale': step({ service: text, replicas: count }),
  'service-rollback': step({ service: text }),
  'service-remove': step({ service: text }),
  'stack-deploy': step({ stack: text }, { prune: flag }),
  'node-join': step({ node: nodeShape }),
  'node-update': step({ node: text, edit: nodeEditShape }),
  'node-change-host': step({ node: text, change: hostChangeShape }),
  'node-leave': step({ node: text }, { force: flag }),
  'node-remove': step({ node: text }, { force: flag }),
  'credential-spec-write': step({ node: text, copy: copyShape(true) }),
  'credential-spec-delete': step({ node: text, copy: copyShape(false) }),
  'image-push': step({ image: imageShape }),
  'directory-edit': step({ domain: text, edit: directoryEditShape }),
  fault: step({ fault: faultShape }),
  'fault-schedule': step({ faults: list(faultPlanShape) }),
  'fault-unschedule': step({}),
  'control-api': step({ object: text, call: text, arguments: list(any) }),
};

export const stepShape: Shape = { kind: 'union', by: 'kind', cases: operations };

type Fields = Readonly<Record<string, Shape>>;

function step(needed: Fields, optional: Fields = {}): Shape {
  return {
    kind: 'record',
    fields: { at: duration, kind: text, ...needed, ...optional },
    needs: ['at', ...Object.keys(needed)],
  };
}

/** As core has it, with a spec in base64, or as people write it. */
function objectCreate(): Shape {
  const data = either('a text or an object', text, object);
  return {
    kind: 'fork',
    on: 'spec',
    yes: step({ spec: object }),
    no: step({ name: text }, { labels, data }),
  };
}

function copyShape(isWritten: boolean): Shape {
  const place = oneOf('file', 'registry');
  return isWritten
    ? record<CredentialSpecCopy>({ place, name: text, text }, 'place', 'name', 'text')
    : record<Omit<CredentialSpecCopy, 'text'>>({ place, name: text }, 'place', 'name');
}

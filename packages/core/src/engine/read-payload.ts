/**
 * Reads configs and secrets as a container gets them: those with a template are filled in for the
 * task, on its node. SwarmKit: template/getter.go.
 */
import type { Dependencies } from '../agent/executor.ts';
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import type { ConfigSpec } from '../model/config.ts';
import type { ContainerSpec } from '../model/container.ts';
import type { SecretSpec } from '../model/secret.ts';
import { expandPayload } from '../template/expand-template.ts';
import type { PayloadLookups, TemplateContext } from '../template/template-context.ts';
import { within } from './error-context.ts';

/** What a container may read, in base64. */
export interface Payloads {
  /** @throws Error where the task may not read it, or the template is wrong. */
  config(id: string): string;
  /** @throws Error where the task may not read it, or the template is wrong. */
  secret(id: string): string;
}

/** Gives a container what its task may read. */
export function createPayloads(
  spec: ContainerSpec,
  context: () => TemplateContext,
  dependencies: Dependencies,
): Payloads {
  const lookups = createLookups(spec, dependencies);

  function expand(kind: string, id: string, payload: ConfigSpec | SecretSpec): string {
    const { data = '', templating } = payload;
    if (templating === undefined) return data;
    return within(`failed to expand templated ${kind} ${id}`, () => {
      if (templating !== 'golang') throw new Error('unrecognized template type');
      return encodeBase64(encodeUtf8(expandPayload(toText(data), context(), lookups)));
    });
  }

  return {
    config: (id) => expand('config', id, dependencies.config(id).spec),
    secret: (id) => expand('secret', id, dependencies.secret(id).spec),
  };
}

/** The text that a payload in base64 stands for. */
export function toText(data: string): string {
  return decodeUtf8(decodeBase64(data));
}

// SwarmKit: template/context.go, secretGetter, configGetter and envGetter.
function createLookups(spec: ContainerSpec, dependencies: Dependencies): PayloadLookups {
  return {
    secret(target) {
      const reference = spec.secrets?.find((secret) => secret.target?.name === target);
      if (reference === undefined) throw new Error(`secret target ${target} not found`);
      return toText(dependencies.secret(reference.secretId).spec.data ?? '');
    },
    config(target) {
      const reference = spec.configs?.find(
        (config) => config.target?.kind === 'file' && config.target.name === target,
      );
      if (reference === undefined) throw new Error(`config target ${target} not found`);
      return toText(dependencies.config(reference.configId).spec.data ?? '');
    },
    env(variable) {
      const prefix = `${variable}=`;
      return spec.env?.find((entry) => entry.startsWith(prefix))?.slice(prefix.length) ?? '';
    },
  };
}

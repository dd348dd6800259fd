import { labelsFrom, type ConfigSpec, type SecretSpec } from '@swarmsim/core';
import { toBase64, toBytes } from '../load/file-data.ts';
import { describeMissingFile } from '../load/load-environment.ts';
import type { FileObjectConfig } from '../load/load-objects.ts';
import { closest } from '../yaml/source-tree.ts';
import { byKey, realName, stackLabels, type StackFile } from './stack-plan.ts';

// docker/cli: cli/compose/convert/compose.go, Secrets.
/** Plans the secrets of a stack, with the data of their files; external ones are not made. */
export function planSecrets(file: StackFile): readonly SecretSpec[] {
  return owned(file.secrets).flatMap(([key, secret]): readonly SecretSpec[] => {
    const { driver, driverOptions, templateDriver } = secret;
    const named = { name: realName(file, key, secret), labels: stackLabels(file, secret.labels) };
    const templating = templateDriver !== '' && { templating: templateDriver };
    if (driver !== '') {
      const options = driverOptions && { options: labelsFrom(driverOptions) };
      return [{ ...named, driver: { name: driver, ...options }, ...templating }];
    }
    const data = readData(file, secret);
    return data === undefined ? [] : [{ ...named, data, ...templating }];
  });
}

// docker/cli: cli/compose/convert/compose.go, Configs.
/** Plans the configs of a stack, with the data of their files; external ones are not made. */
export function planConfigs(file: StackFile): readonly ConfigSpec[] {
  return owned(file.configs).flatMap(([key, config]): readonly ConfigSpec[] => {
    const data = readData(file, config);
    if (data === undefined) return [];
    const { labels, templateDriver } = config;
    return [
      {
        name: realName(file, key, config),
        labels: stackLabels(file, labels),
        data,
        ...(templateDriver !== '' && { templating: templateDriver }),
      },
    ];
  });
}

function owned(
  objects: ReadonlyMap<string, FileObjectConfig>,
): readonly (readonly [string, FileObjectConfig])[] {
  // Deviation: docker takes them in random order; here they are sorted by key.
  return byKey(objects).filter(([, { isExternal }]) => !isExternal);
}

/** The data in base64; undefined with an issue where the file cannot be read. */
function readData({ readFile, log }: StackFile, object: FileObjectConfig): string | undefined {
  const content = readFile(object.file);
  if (content !== undefined) return toBase64(toBytes(content));
  // The folder stands for a file that is not named; Go reads it and fails.
  const isFolder = object.file === '.';
  const message = isFolder ? 'read .: is a directory' : describeMissingFile(object.file);
  log.error(closest(object.node, 'file'), 'missing-file', message);
  return undefined;
}

/** Checks the names that a user gives to what is in the directory. */
import { netBiosNameLengthMax } from '../credential-spec/domain-identity.ts';
import { checkText, invalid } from '../options/check-options.ts';
import { foldName } from './sam-name.ts';

/**
 * Checks the name of a principal.
 *
 * @throws SwarmSimError `invalid-argument`.
 */
export function checkSamName(what: string, name: unknown, lengthMax: number): void {
  checkText(what, name);
  if (name === '') throw invalid(`${what} is empty`);
  // Microsoft: attribute sAMAccountName, whose illegal characters these are; `$` and `@` are ours, as they
  // tell the ways apart in which accounts are named.
  if (/["/\\[\]:;|=,+*?<>@$]/.test(name)) {
    throw invalid(
      `${what} '${name}' must be a name without domain, without $ and without "/\\[]:;|=,+*?<>@`,
    );
  }
  if (name.length > lengthMax) {
    throw invalid(`${what} '${name}' has more than ${lengthMax} characters`);
  }
}

/** Most characters of a gMSA's name, which has its `$` besides. */
export const accountNameLengthMax: number = netBiosNameLengthMax;

/** Microsoft: attribute sAMAccountName, for users that old systems are to know. */
export const userNameLengthMax = 20;

/** Microsoft: attribute sAMAccountName, its upper bound. */
export const groupNameLengthMax = 256;

/** Checks that no two names are the same to Windows. @throws SwarmSimError `invalid-argument`. */
export function checkDistinct(what: string, names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(foldName(name));
    if (other !== undefined) {
      const also = other === name ? '' : `, also as '${other}'`;
      throw invalid(`${what} '${name}' is there twice${also}`);
    }
    seen.set(foldName(name), name);
  }
}

/** Checks a DNS name. @throws SwarmSimError `invalid-argument`. */
export function checkDnsName(what: string, name: unknown): void {
  checkText(what, name);
  const label = '[a-zA-Z0-9_](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?';
  if (name.length <= 255 && new RegExp(`^${label}(?:\\.${label})*$`).test(name)) return;
  throw invalid(`${what} '${name}' is not a DNS name`);
}

/** Checks a NetBIOS name. @throws SwarmSimError `invalid-argument`. */
export function checkNetBiosName(what: string, name: string): void {
  const isSound = /^[^\s\\/:*?"<>|.,@$]+$/.test(name) && name.length <= netBiosNameLengthMax;
  if (isSound) return;
  throw invalid(
    `${what} '${name}' is not a NetBIOS name of at most ${netBiosNameLengthMax} characters`,
  );
}

/** Checks the SID of a domain. @throws SwarmSimError `invalid-argument`. */
export function checkDomainSid(what: string, sid: string): void {
  const parts = /^S-1-5-21-(\d{1,10})-(\d{1,10})-(\d{1,10})$/.exec(sid)?.slice(1);
  if (parts?.every((part) => Number(part) < 2 ** 32) === true) return;
  throw invalid(`${what} '${sid}' is not the SID of a domain, such as S-1-5-21-1-2-3`);
}

/** Checks a GUID, written without braces. @throws SwarmSimError `invalid-argument`. */
export function checkGuid(what: string, guid: string): void {
  if (/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(guid)) return;
  throw invalid(`${what} '${guid}' is not a GUID`);
}

/** Checks an instant, which may lie before the simulation began. @throws SwarmSimError `invalid-argument`. */
export function checkInstant(what: string, instant: unknown): void {
  if (Number.isSafeInteger(instant)) return;
  throw invalid(`${what} must be a whole number of ms, not ${String(instant)}`);
}

/** Checks a list of names. @throws SwarmSimError `invalid-argument`. */
export function checkNames(what: string, names: unknown): void {
  if (!Array.isArray(names)) throw invalid(`${what} must be a list`);
  for (const name of names as readonly unknown[]) {
    checkText(`${what}: a name`, name);
    if (name === '') throw invalid(`${what}: a name is empty`);
  }
}

import { isTest, parseSyntax, type SourceFile } from './source-file.ts';

/** Words that would let the wall clock, chance or the host into the model. */
const impure =
  /\bDate\b|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b|\bconsole\.|\bperformance\.|\bprocess\.|\bBuffer\.|\bTextEncoder\b|\bTextDecoder\b|\bstructuredClone\b|\blocaleCompare\b|\bIntl\.|\bPromise\b|\bglobalThis\b|\bcrypto\./;
/** Getters of literals, generators that are closures, and caches of modules with what leads back to a swarm. */
const keeping = /^ {4,}get \w+\(|^ {2,}function\*|\bnew WeakMap<(Step|ClusterState|Swarm)\b/;
const unfinished = /\bTO[D]O\b|\bFIX[M]E\b|\bXX[X]\b/;
const partialRun = /\b(it|test|describe)(\.each)?\.(only|skip|todo)\b/;
const machinePath = /(?<![\w.])\/(wor[k]|hom[e]|Users|roo[t])\//;

/** Lists the impure words in the code of the model; prose about them is welcome. */
export function findImpureWords(file: SourceFile): readonly string[] {
  return matchLines(file.path, parseSyntax(file).code, impure);
}

/**
 * Lists what V8 keeps, with all that it refers to, until a full collection: a swarm that nobody holds any more is
 * otherwise gone with the next collection of the young, and millions of them are made.
 */
export function findKeepers(file: SourceFile): readonly string[] {
  return matchLines(file.path, parseSyntax(file).code, keeping);
}

/** Lists what makes core asynchronous, or its surface unreadable. */
export function findBannedSyntax(file: SourceFile): readonly string[] {
  return parseSyntax(file).markers.map(({ word, line }) => `${file.path}:${line}: ${word}`);
}

/** Lists notes about work that is left: they belong to an issue. */
export function findUnfinished(file: SourceFile): readonly string[] {
  return matchLines(file.path, file.text, unfinished);
}

/** Lists tests that do not run, or that keep others from running. */
export function findPartialRuns(file: SourceFile): readonly string[] {
  return isTest(file) ? matchLines(file.path, parseSyntax(file).code, partialRun) : [];
}

/** Lists paths that exist on one machine only. */
export function findMachinePaths(file: SourceFile): readonly string[] {
  return matchLines(file.path, file.text, machinePath);
}

function matchLines(path: string, text: string, pattern: RegExp): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const word = pattern.exec(line)?.[0];
    return word === undefined ? [] : [`${path}:${index + 1}: ${word}`];
  });
}

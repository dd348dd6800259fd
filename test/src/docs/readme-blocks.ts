/** Blocks of a Markdown page that say which program they show, or whose output. */
export interface ReadmeBlock {
  readonly kind: 'source' | 'output';
  /** Program, relative to the examples' sources, without its ending. */
  readonly program: string;
  readonly text: string;
}

const marked = /<!-- (source|output): (\S+) -->\n+```\w+\n([\s\S]*?)```/g;

/** Finds the marked blocks of a page, in order. */
export function findBlocks(page: string): readonly ReadmeBlock[] {
  return [...page.matchAll(marked)].map(([, kind, program = '', text = '']) => ({
    kind: kind === 'source' ? 'source' : 'output',
    program,
    text,
  }));
}

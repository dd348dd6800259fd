/** The name of a gRPC status: `invalid-argument` as `InvalidArgument`. */
export function statusName(code: string): string {
  return code.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The command `swarmsim`: finds what is asked for, and words what is wrong with it. */
import { SwarmSimError } from '@swarmsim/core';
import { checkCommand, checkHelp } from './check/check-command.ts';
import { runCommand, runHelp } from './run/run-command.ts';
import { exitCodes, UsageError, type Terminal } from './terminal.ts';

const help = `swarmsim runs scenarios of a simulated Docker Swarm.

Usage:
  swarmsim run <scenario file> [options]     plays a scenario and tells what became of it
  swarmsim check [property file] [options]   looks for scenarios that break a rule
  swarmsim <command> --help                  tells a command's options

Exit codes: 0 all is well, 1 a rule was broken, 2 bad input.
`;

/** Runs a command line; gives the exit code. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  const [command, ...rest] = args;
  const wantsHelp = rest.includes('--help') || rest.includes('-h');
  try {
    switch (command) {
      case 'run':
        if (wantsHelp) return tell(runHelp, terminal);
        return runCommand(rest, terminal);
      case 'check':
        if (wantsHelp) return tell(checkHelp, terminal);
        return await checkCommand(rest, terminal);
      case undefined:
      case '--help':
      case '-h':
      case 'help':
        return tell(help, terminal);
      default:
        throw new UsageError(`there is no command '${command}'; see swarmsim --help`);
    }
  } catch (error) {
    if (!isBadInput(error)) throw error;
    terminal.err(`swarmsim: ${error.message}\n`);
    return exitCodes.badInput;
  }
}

function tell(text: string, { out }: Terminal): number {
  out(text);
  return exitCodes.ok;
}

/** What node:util's parseArgs throws has a code of this form. */
function isBadInput(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof SwarmSimError) return true;
  return (
    error instanceof TypeError &&
    'code' in error &&
    (error.code as string).startsWith('ERR_PARSE_ARGS')
  );
}

import { commands } from './commands.ts';
import { help } from './help.ts';

/** Runs one `huke` command and sets the exit status: 0 fine, 1 the command's own "found" or "no", 2 failed. */
const [name = 'help', ...args] = process.argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  if (load) process.exitCode = await (await load()).run(args);
  else {
    const asked = ['help', '--help', '-h'].includes(name);
    if (!asked) process.stderr.write('huke: unknown command; these are known\n');
    await help(commands);
    process.exitCode = asked ? 0 : 2;
  }
} catch (error) {
  process.stderr.write(`huke ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

import { commands } from './commands.ts';

/** Runs one `huke` command and sets the exit status: 0 fine, 1 the command's own "found" or "no", 2 failed. */
const [name = 'help', ...args] = process.argv.slice(2);
const load = commands[name] ?? commands['help'];
if (!commands[name]) process.stderr.write(`huke: unknown command ${name}; run huke help\n`);
try {
  const command = await load?.();
  const status = (await command?.run(args)) ?? 0;
  process.exitCode = commands[name] ? status : 2;
} catch (error) {
  process.stderr.write(`huke ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

import { commands } from './commands.ts';
import { help } from './help.ts';
import { messageOf } from './output.ts';

/** Runs one `huke` command and sets the exit status: 0 fine, 1 the command's own "found" or "no", 2 failed. */
const [name = 'help', ...args] = process.argv.slice(2);
const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  if (load) {
    const command = await load();
    const asked = args.some((each) => ['--help', '-h'].includes(each));
    if (asked) process.stdout.write(command.usage ?? `huke ${name}: ${command.summary}\n`);
    process.exitCode = asked ? 0 : await command.run(args);
  } else {
    const asked = ['help', '--help', '-h'].includes(name);
    if (!asked) process.stderr.write('huke: unknown command; these are known\n');
    await help(commands);
    process.exitCode = asked ? 0 : 2;
  }
} catch (error) {
  process.stderr.write(`huke ${name}: ${messageOf(error)}\n`);
  process.exitCode = 2;
}

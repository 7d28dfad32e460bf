import { commands } from './commands.ts';

export const summary = 'list the commands';

/** Prints one line for each command. */
export async function run(): Promise<number> {
  process.stdout.write('usage: huke COMMAND [OPTIONS]\n\n');
  for (const [name, load] of Object.entries(commands)) {
    const command = await load();
    process.stdout.write(`  ${name.padEnd(10)} ${command.summary}\n`);
  }
  return 0;
}

import type { Command } from './commands.ts';

/** Prints one line for each command. */
export async function help(commands: Readonly<Record<string, () => Promise<Command>>>): Promise<void> {
  process.stdout.write('usage: huke COMMAND [OPTIONS]\n\n');
  for (const [name, load] of Object.entries(commands)) {
    const command = await load();
    process.stdout.write(`  ${name.padEnd(10)} ${command.summary}\n`);
  }
}

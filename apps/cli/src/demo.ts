import { demoCodes, loadConfig } from '@huke/server';
import { print } from './output.ts';

export const summary = 'who can sign in to the demo, with password and the code of this half minute';

/** Prints the demo's people, from the data folder that the server was started with. 0 printed, 2 failed. */
export async function run(): Promise<number> {
  const { people, seconds } = await demoCodes(loadConfig(process.env, process.cwd()), new Date());
  for (const { post, email, password, code } of people)
    await print(`${post.padEnd(19)} ${email.padEnd(30)} ${password}  ${code}\n`);
  await print(`The codes are new in ${seconds} s; one works once.\n`);
  return 0;
}

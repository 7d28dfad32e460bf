import { run as serve } from '@huke/server';

export const summary = 'start the server (--demo loads an invented organisation)';

/** Runs the server until it is told to stop. */
export async function run(args: readonly string[]): Promise<number> {
  return serve(args);
}

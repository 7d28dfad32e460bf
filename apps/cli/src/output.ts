import { once } from 'node:events';

/** Writes to standard output no faster than it is read. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** A text as one field of a line: what breaks lines, fields or the order of what is read is written as its code. */
export const plain = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) =>
      Array.from(
        { length: mark.length },
        (_, k) => `\\u${mark.charCodeAt(k).toString(16).padStart(4, '0')}`,
      ).join(''),
    );

/** Ends quietly where the reader of standard output has gone (`| head`). */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

/** What went wrong, and what to do where no server answers. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(error instanceof TypeError && cause instanceof Error && 'code' in cause)) return error.message;
  const where =
    cause.code === 'ECONNREFUSED' ? '; no server answers there: name it with --url or HUKE_URL' : '';
  return `${error.message} (${String(cause.code)})${where}`;
}

import { expect, test } from 'vitest';
import { silentLog } from '#platform';
import { onError } from './guard.ts';
import { router } from './route.ts';

test('where the database is away, an answer promises nothing that does not hold on its route', async () => {
  const app = router();
  app.onError(onError(silentLog));
  app.all('/any', () => {
    throw Object.assign(new Error('gone'), { code: '57P01' });
  });
  const ask = async (method: string) => {
    const answer = await app.request('/any', { method });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    return (await answer.json()) as { code: string; title: string };
  };
  expect(await ask('GET')).toMatchObject({
    code: 'database-away',
    title: 'the database is away; try again in a moment',
  });
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const { code, title } = await ask(method);
    expect(code).toBe('database-away');
    expect(title).toContain('it may have been done all the same');
    expect(title).not.toContain('idempotency');
  }
});

import { expect, test } from 'vitest';
import { noteMasks } from './note-masks.ts';

function open(most?: number) {
  const asked: string[] = [];
  let edition = 1;
  const masks = noteMasks(
    () => edition,
    async (text, scenario) => {
      asked.push(`${text} ${scenario}`);
      await new Promise((done) => setImmediate(done));
      return text.replaceAll(/\d/g, '*') + edition;
    },
    most,
  );
  return { asked, masks, next: () => void (edition += 1) };
}
const a = { id: 'not_a', text: 'card 12' };
const b = { id: 'not_b', text: 'card 34' };

test('a note is masked once for a scenario, also where many look at the same time', async () => {
  const { asked, masks } = open();
  const seen = await Promise.all([masks(a, 'chat'), masks(a, 'chat'), masks(b, 'chat'), masks(a, 'log')]);
  expect(seen).toEqual(['card **1', 'card **1', 'card **1', 'card **1']);
  expect(await masks(a, 'chat')).toBe('card **1');
  expect(asked).toEqual(['card 12 chat', 'card 34 chat', 'card 12 log']);
});

test('other rules mask it anew, also where they change meanwhile', async () => {
  const { asked, masks, next } = open();
  await masks(a, 'chat');
  next();
  expect(await masks(a, 'chat')).toBe('card **2');
  const during = masks(b, 'chat');
  next();
  await during;
  expect(await masks(b, 'chat')).toBe('card **3');
  expect(asked).toHaveLength(4);
});

test('keeps no more than it may, the latest used longest', async () => {
  const { asked, masks } = open(16);
  await masks(a, 'chat');
  await masks(b, 'chat');
  await masks(a, 'chat');
  await masks({ id: 'not_c', text: 'card 56' }, 'chat');
  await masks(a, 'chat');
  expect(asked).toHaveLength(3);
  await masks(b, 'chat');
  expect(asked).toHaveLength(4);
});

test('a note that could not be masked is tried again', async () => {
  let times = 0;
  const masks = noteMasks(
    () => 1,
    async (text) => {
      times += 1;
      if (times === 1) throw new Error('once');
      return text;
    },
  );
  await expect(masks(a, 'chat')).rejects.toThrow('once');
  expect(await masks(a, 'chat')).toBe('card 12');
});

import { describe, expect, test } from 'vitest';
import { parseBlock, parseEvents } from './event-stream.ts';

describe('server-sent events', () => {
  test('a block is a topic with an id and a code', () => {
    expect(parseBlock('event: approval\ndata: {"id":"apr_1","code":"approved"}')).toEqual({
      topic: 'approval',
      id: 'apr_1',
      code: 'approved',
    });
  });

  test('comments are nothing and unreadable data is an event without fields', () => {
    expect(parseBlock(': still here')).toBeNull();
    expect(parseBlock('event: case\ndata: {')).toEqual({ topic: 'case' });
  });

  test.each([1, 2, 3, 7, 1000])('chunks of %i bytes give the same events', async (size) => {
    const bytes = new TextEncoder().encode(
      ': hello\n\nevent: case\r\ndata: {"id":"cas_1"}\r\n\r\nevent: gap\ndata: {}\n\n',
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const heard = [];
    for await (const event of parseEvents(body)) heard.push(event);
    expect(heard).toEqual([{ topic: 'case', id: 'cas_1' }, { topic: 'gap' }]);
  });
});

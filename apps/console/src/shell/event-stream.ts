type Parsed = { readonly topic: string; readonly id?: string; readonly code?: string };

/** Reads a body of server-sent events; each event's name is its topic, its data an id and a code. */
export async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<Parsed> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest = (rest + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n');
    let end = rest.indexOf('\n\n');
    while (end >= 0) {
      const event = parseBlock(rest.slice(0, end));
      rest = rest.slice(end + 2);
      if (event) yield event;
      end = rest.indexOf('\n\n');
    }
  }
}

/** One block of lines; null for a comment. */
export function parseBlock(block: string): Parsed | null {
  let topic = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) topic = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(5).trim());
  }
  if (data.length === 0) return null;
  return { ...fields(data.join('\n')), topic };
}

function fields(data: string): Omit<Parsed, 'topic'> {
  try {
    const { id, code } = JSON.parse(data) as { id?: unknown; code?: unknown };
    return {
      ...(typeof id === 'string' ? { id } : {}),
      ...(typeof code === 'string' ? { code } : {}),
    };
  } catch {
    return {};
  }
}

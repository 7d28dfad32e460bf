import { compileWords, find, redact } from '@huke/detect';
import { keystrokesInBrowser, typedText } from './detect/keystroke.ts';
import { type Kind, type Line, serviceLog } from './detect/log.ts';
import { peers, pythonPeers } from './detect/peers.ts';
import { atLeast, atMost, type Ratio, type Report, type Result, report, result } from './report.ts';

export const summary = 'MB/s per core and recall of the detector, beside other detectors';

const repetitions = 25;
/** How often each work is done before it is measured: the compiler needs that long on a busy machine. */
const warmings = 12;
const kinds: readonly Kind[] = ['zh canonical', 'zh variant', 'English', 'negative'];

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** MB per second of CPU time, once per repetition. */
async function speeds(
  texts: readonly string[],
  work: (text: string) => unknown,
  times = repetitions,
  unmeasured = times === 1 ? 0 : 1,
): Promise<number[]> {
  const megabytes = bytesOf(texts) / 1e6;
  const figures: number[] = [];
  for (let k = 0; k < times + unmeasured; k += 1) {
    const start = process.cpuUsage();
    for (const text of texts) {
      const done = work(text);
      if (done instanceof Promise) await done;
    }
    const { user, system } = process.cpuUsage(start);
    if (k >= unmeasured) figures.push(megabytes / ((user + system) / 1e6));
  }
  return figures;
}

/** Share of planted values of each kind that are gone from the text, in per cent. */
async function found(
  lines: readonly Line[],
  work: (text: string) => string | Promise<string>,
): Promise<Map<Kind, number>> {
  const all = new Map(kinds.map((kind) => [kind, 0]));
  const gone = new Map(kinds.map((kind) => [kind, 0]));
  for (const { text, kind, value } of lines) {
    if (kind === undefined || value === undefined) continue;
    all.set(kind, (all.get(kind) ?? 0) + 1);
    if (!(await work(text)).includes(value)) gone.set(kind, (gone.get(kind) ?? 0) + 1);
  }
  return new Map(
    kinds.map((kind) => [kind, (100 * (gone.get(kind) ?? 0)) / Math.max(1, all.get(kind) ?? 0)]),
  );
}

function shares(name: string, figures: Map<Kind, number>): Result[] {
  return kinds.map((kind) =>
    result(`${name}: ${kind} ${kind === 'negative' ? 'damaged' : 'found'}`, '%', [figures.get(kind) ?? 0]),
  );
}

const digit = new Uint8Array(0x10000).fill(1, 48, 58);

/** The least that any scanner does: one table look-up for each code unit. */
function bareScan(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += 1) count += digit[text.charCodeAt(i)] as number;
  return count;
}

/** Ten thousand invented words of two to five characters. */
function words(): string[] {
  const list: string[] = [];
  for (let i = 0; i < 10_000; i += 1) {
    let word = '';
    for (let k = 0; k < 2 + (i % 4); k += 1)
      word += String.fromCharCode(0x4e00 + (((i * 2654435761 + k * 40503 * (i + 7)) >>> 8) % 3500));
    list.push(word);
  }
  return list;
}

export async function run(): Promise<Report> {
  const bare = { names: null } as const;
  const started = performance.now();
  find('我的手机号是13800138000', bare);
  const first = performance.now() - started;

  const lines = serviceLog(2_000_000);
  const messages = lines.map((line) => line.text);
  const whole = messages.join('\n');
  const blocks: string[] = [];
  for (let i = 0; i < whole.length; i += 30_000) blocks.push(whole.slice(i, i + 30_000));

  const results: Result[] = [];
  /** Measures a work, and the bare scan of the messages right before each time, as what the machine can do then. */
  const measure = async (
    subject: string,
    texts: readonly string[],
    work: (text: string) => unknown,
  ): Promise<{ readonly speed: Result; readonly share: Result }> => {
    await speeds(texts, work, 1, warmings);
    const figures: number[] = [];
    const shares: number[] = [];
    for (let k = 0; k < repetitions; k += 1) {
      const [bound = 1] = await speeds(messages, bareScan, 1, 0);
      const [speed = 0] = await speeds(texts, work, 1, 0);
      figures.push(speed);
      shares.push((100 * speed) / bound);
    }
    const speed = result(subject, 'MB/s', figures);
    const share = result(`${subject}: of the bare scan`, '%', shares);
    results.push(speed, share);
    return { speed, share };
  };
  results.push(
    result(
      'ceiling: bare table scan, messages',
      'MB/s',
      await speeds(messages, bareScan, repetitions, warmings),
    ),
  );
  const patterns = await measure('huke without names, messages', messages, (text) => find(text, bare));
  await measure('huke without names, 64 KB blocks', blocks, (text) => find(text, bare));
  const all = await measure('huke with everything, messages', messages, (text) => find(text));
  await measure('huke with everything, 64 KB blocks', blocks, (text) => find(text));
  const scanner = compileWords([{ name: 'bench', reason: 'bench', words: words() }]);
  const listed = await measure('10,000 words of a list, messages', messages, (text) => scanner.find(text));
  results.push(result('first call without names', 'ms', [first]));
  const ours = await found(lines, (text) => redact(text, find(text, bare)));
  results.push(...shares('huke', ours));

  const ratios: Record<string, Ratio> = {
    'with everything, of 25 MB/s': atLeast(all.speed.median, 25, 1),
    'without names, of 100 MB/s': atLeast(patterns.speed.median, 100, 1),
    'words of a list, of 100 MB/s': atLeast(listed.speed.median, 100, 1),
    'first call, of 50 ms': atMost(first, 50),
    'canonical forms found, of 99 %': atLeast(ours.get('zh canonical') ?? 0, 99, 1),
    'odd forms found, of 95 %': atLeast(ours.get('zh variant') ?? 0, 95, 1),
    'look-alikes damaged, at most 1 %': atMost(Math.max(ours.get('negative') ?? 0, 0.01), 1),
  };

  const keystrokes = await keystrokesInBrowser(typedText);
  if (keystrokes !== null) {
    const keystroke = result('a keystroke at 2,000 characters, in Chromium', 'ms', keystrokes);
    results.push(keystroke);
    ratios['keystroke, of 2 ms'] = atMost(keystroke.median, 2);
  }

  for (const peer of peers()) {
    // A slow peer gets as many messages as it can take in about two seconds.
    const few = messages.slice(0, 300);
    const [trial = 1] = await speeds(few, peer.redact, 1);
    const share = Math.min(1, (trial * 2) / (bytesOf(messages) / 1e6));
    const some = messages.slice(0, Math.max(300, Math.floor(messages.length * share)));
    const speed = result(`${peer.name}, messages`, 'MB/s', await speeds(some, peer.redact, 3));
    results.push(speed, ...shares(peer.name, await found(lines.slice(0, some.length), peer.redact)));
    ratios[`without names × ${peer.name}`] = atLeast(patterns.speed.median, speed.median, 4);
  }
  for (const peer of pythonPeers(messages, 4)) {
    const speed = result(`${peer.name}, messages`, 'MB/s', peer.figures);
    const taken = lines.slice(0, peer.redacted.length);
    const redacted = new Map(taken.map((line, i) => [line.text, peer.redacted[i] as string]));
    results.push(speed, ...shares(peer.name, await found(taken, (text) => redacted.get(text) as string)));
    ratios[`with everything × ${peer.name}`] = atLeast(
      all.speed.median,
      speed.median,
      peer.name === 'presidio' ? 250 : 7,
    );
  }
  return report('detect', results, ratios);
}

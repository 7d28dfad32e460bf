import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpus } from '../corpus/index.ts';
import { find, mask, redact, restore } from '../src/index.ts';
import { type Detector, type DetectorPage, executablePath, openDetector } from './detector-page.ts';

type Holder = { readonly detector: Detector };

const cases = readFileSync(new URL('../src/find.cases.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\u200b', '\u200b'))
  .map((line) => line.replaceAll(/⟦[A-Z_]+:([^⟧]*)⟧/g, '$1'));
const records = corpus('dev').map((record) => record.text);

let opened: DetectorPage;

describe.skipIf(executablePath === null)(
  'the detector in a browser (needs Chromium, or HUKE_CHROMIUM)',
  () => {
    beforeAll(async () => {
      opened = await openDetector();
    });
    afterAll(async () => {
      await opened?.close();
    });

    it('finds what it finds in Node: the test cases', async () => {
      const found = await opened.page.evaluate((texts) => {
        const { detector } = globalThis as unknown as Holder;
        return texts.map((text) => detector.find(text, { names: null, explain: true }));
      }, cases);
      expect(found).toEqual(cases.map((text) => find(text, { names: null, explain: true })));
      expect(found.flat().length).toBeGreaterThan(100);
    });

    it('finds what it finds in Node: people and addresses in the corpus', async () => {
      const found = await opened.page.evaluate((texts) => {
        const { detector } = globalThis as unknown as Holder;
        return texts.map((text) => detector.find(text));
      }, records);
      expect(found).toEqual(records.map((text) => find(text)));
      expect(found.flat().some((finding) => finding.type === 'PERSON')).toBe(true);
    });

    it('masks and redacts like Node', async () => {
      const done = await opened.page.evaluate((texts) => {
        const { detector } = globalThis as unknown as Holder;
        return texts.map((text) => {
          const findings = detector.find(text);
          return [detector.mask(text, findings, { scenario: 'chat' }), detector.redact(text, findings)];
        });
      }, records);
      expect(done).toEqual(
        records.map((text) => [mask(text, find(text), { scenario: 'chat' }), redact(text, find(text))]),
      );
    });

    it('gives pseudonyms with the Web Crypto of the browser, and streams with its streams', async () => {
      const text = '我的手机号是13800138000，邮箱zhang.san@qq.com';
      const { away, map, streamed } = await opened.page.evaluate(async (whole) => {
        const { detector } = globalThis as unknown as Holder;
        const key = new Uint8Array(32).fill(7);
        const { text: away, map } = await detector.pseudonymize(whole, detector.find(whole), { key });
        const stream = detector.redactStream();
        const writer = stream.writable.getWriter();
        const written = writer.write(whole.slice(0, 9)).then(() => writer.write(whole.slice(9)));
        const closed = written.then(() => writer.close());
        let streamed = '';
        const reader = stream.readable.getReader();
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          streamed += value;
        }
        await closed;
        return { away, map: [...map], streamed };
      }, text);
      expect(away).not.toContain('13800138000');
      expect(restore(away, new Map(map))).toBe(text);
      expect(streamed).toBe(redact(text, find(text)));
    });
  },
);

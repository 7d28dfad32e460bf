import type { Detector } from '../../packages/detect/e2e/detector-page.ts';
import { executablePath, openDetector } from '../../packages/detect/e2e/detector-page.ts';

type Holder = { readonly detector: Detector };

/** A text of 2,000 characters as an agent types it, with something personal every few lines. */
const lines =
  '您好，我想问一下上个月的账单，怎么比以前多了58元？\n我叫王小明，手机号13800138000，麻烦帮我看看。\n' +
  '好的，我这边帮您查询一下，请稍等。\n地址是杭州市西湖区文三路90号，邮箱zhang.san@qq.com。\n';
export const typedText = lines.repeat(Math.ceil(2000 / lines.length)).slice(0, 2000);

/** Milliseconds per keystroke in Chromium: finding and masking the whole text again; null where there is none. */
export async function keystrokesInBrowser(text: string): Promise<number[] | null> {
  if (executablePath === null) {
    process.stderr.write('bench: keystrokes skipped; they need Chromium, or HUKE_CHROMIUM\n');
    return null;
  }
  const { page, close } = await openDetector();
  try {
    return await page.evaluate((whole) => {
      const { detector } = globalThis as unknown as Holder;
      const figures: number[] = [];
      for (let round = 0; round < 8; round += 1) {
        const start = performance.now();
        for (let k = 0; k < 100; k += 1) {
          const typed = whole.slice(0, whole.length - 100 + k);
          detector.mask(typed, detector.find(typed));
        }
        // The first rounds warm up.
        if (round > 2) figures.push((performance.now() - start) / 100);
      }
      return figures;
    }, text);
  } finally {
    await close();
  }
}

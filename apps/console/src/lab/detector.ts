import type * as Detect from '@huke/detect';
import { useEffect, useState } from 'react';

export type Detector = typeof Detect;

/** Makes the detector read its tables before somebody types. */
const warmUp = '联系人王小明，电话 13800138000';

let loading: Promise<Detector> | null = null;

/** The detector of personal information, loaded when somebody first needs it; it works in this browser only. */
export function loadDetector(): Promise<Detector> {
  loading ??= import('@huke/detect').then((detector) => {
    detector.find(warmUp);
    return detector;
  });
  return loading;
}

/** The detector, or null while it loads. */
export function useDetector(wanted = true): Detector | null {
  const [detector, setDetector] = useState<Detector | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    loadDetector().then(
      (loaded) => here && setDetector(loaded),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [wanted]);
  return detector;
}

/** How many pieces of customer information a text holds, found in this browser. */
export function useFound(text: string): number {
  const detector = useDetector(text.length > 3);
  return detector === null || text.length <= 3 ? 0 : detector.find(text).length;
}

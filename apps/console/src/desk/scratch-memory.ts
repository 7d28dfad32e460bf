const pads = new Map<string, string>();

/** Scratch pads by case, in this page's memory only; each dies with its contact. */
export const scratchMemory = {
  read: (caseId: string): string => pads.get(caseId) ?? '',
  write: (caseId: string, text: string): void => void pads.set(caseId, text),
  clear: (caseId: string): boolean => pads.delete(caseId),
  clearAll: (): void => pads.clear(),
};

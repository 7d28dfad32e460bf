import type { ImportJob } from '@huke/sdk';

/** How far a job is, 0..1; null while its length is unknown. */
export function share(job: Pick<ImportJob, 'bytes' | 'bytesTotal'>): number | null {
  return job.bytesTotal === null || job.bytesTotal === 0 ? null : Math.min(1, job.bytes / job.bytesTotal);
}

/** Seconds that are left at the pace so far; null while nobody can tell. */
export function secondsLeft(
  job: Pick<ImportJob, 'bytes' | 'bytesTotal' | 'startedAt'>,
  now: number,
): number | null {
  const elapsed = (now - Date.parse(job.startedAt)) / 1000;
  if (job.bytesTotal === null || job.bytes <= 0 || elapsed <= 0) return null;
  return Math.max(0, (job.bytesTotal - job.bytes) / (job.bytes / elapsed));
}

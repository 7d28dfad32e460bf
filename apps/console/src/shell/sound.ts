import { useSyncExternalStore } from 'react';

const key = 'huke.sound';
let on = read();
const watchers = new Set<() => void>();

function read(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

/** Sound for approvals and alarms; off until somebody wants it. */
export const sound = {
  set: (next: boolean): void => {
    on = next;
    try {
      localStorage.setItem(key, next ? 'on' : 'off');
    } catch {
      // A browser without storage forgets the choice at the next load.
    }
    for (const watcher of watchers) watcher();
    if (next) ring();
  },
};

export function useSound(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => on,
  );
}

/** Two soft tones, if sound is on. */
export function ring(): void {
  if (!on) return;
  const audio = new AudioContext();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.06, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.6);
  volume.connect(audio.destination);
  [660, 880].forEach((pitch, index) => {
    const tone = audio.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(volume);
    tone.start(audio.currentTime + index * 0.16);
    tone.stop(audio.currentTime + index * 0.16 + 0.3);
  });
  setTimeout(() => void audio.close(), 1000);
}

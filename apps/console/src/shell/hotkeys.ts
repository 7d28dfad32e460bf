import { useEffect, useRef } from 'react';
import { type Command, commandOf } from './keys.ts';

const typingTags = new Set(['INPUT', 'TEXTAREA', 'SELECT']);

/** Whether the keyboard belongs to a place where people type or choose. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    typingTags.has(target.tagName) || target.isContentEditable || target.closest('[role="dialog"]') !== null
  );
}

/** Calls `act` for a command of the keyboard while the component is there; return false to leave the key alone. */
export function useHotkey(command: Command, act: (event: KeyboardEvent) => boolean | void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (commandOf(event, isTyping(event.target)) !== command) return;
      const pressed = event.target instanceof HTMLElement ? event.target.tagName : '';
      if (command === 'open' && (pressed === 'BUTTON' || pressed === 'A')) return;
      if (latest.current(event) !== false) event.preventDefault();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, [command]);
}

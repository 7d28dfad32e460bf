import { ApiError, createAuthClient, createClient, type Problem } from '@huke/sdk';
import { QueryClient } from '@tanstack/react-query';

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls `listener` whenever the server says that nobody is signed in; returns how to stop. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** The API as the signed-in person. */
export const api = createClient({
  fetch: (...args) => fetch(...args),
  onSignedOut: () => {
    for (const listener of signedOut) listener();
  },
});

/** The sign-in flow. */
export const auth = createAuthClient(createClient({ fetch: (...args) => fetch(...args) }));

/** Server state in memory only; nothing of it is ever written to storage. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 120_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && problemOf(error).status >= 500,
    },
    mutations: { retry: false },
  },
});

/** The problem behind whatever a call threw; a broken connection is a problem of its own. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const offline = error instanceof TypeError;
  return {
    type: 'about:blank',
    title: offline ? 'the server cannot be reached' : 'something failed in this page',
    status: offline ? 503 : 0,
    code: offline ? 'offline' : 'internal',
  };
}

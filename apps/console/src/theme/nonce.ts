/** The nonce that the server put into the page for this load; absent under the development server. */
export function styleNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  return nonce === undefined || nonce === '' || nonce.startsWith('__') ? undefined : nonce;
}

/**
 * Lets the style elements of the component library pass the content security policy. Its scroll lock and its
 * scroll-bar measure make theirs without the configured nonce; markup that is injected still cannot have one.
 */
export function allowOwnStyles(): void {
  const nonce = styleNonce();
  if (nonce === undefined) return;
  const create = document.createElement.bind(document) as (name: string, options?: unknown) => HTMLElement;
  document.createElement = ((name: string, options?: unknown) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}

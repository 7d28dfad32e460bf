const svg = 'http://www.w3.org/2000/svg';

/** The text that every layer repeats: person, staff number, time to the minute. */
export type Mark = { readonly name: string; readonly staffNumber: string };

/**
 * Writes the mark faintly over the whole page until the returned function is called. Two layers hang at different
 * places of the document under names of chance; removing, hiding or editing one puts it back at once.
 */
export function watermark(mark: Mark): () => void {
  const layers = [document.documentElement, document.body].map((parent, index) => ({
    parent,
    offset: index * 70,
    element: null as SVGSVGElement | null,
  }));
  let stopped = false;

  const lines = (): readonly string[] => {
    const now = new Date();
    const two = (n: number): string => String(n).padStart(2, '0');
    const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
    return [`${mark.name} ${mark.staffNumber}`, `${day} ${two(now.getHours())}:${two(now.getMinutes())}`];
  };

  const hang = (): void => {
    if (stopped) return;
    observer.disconnect();
    for (const layer of layers) {
      layer.element?.remove();
      layer.element = draw(lines(), layer.offset);
      layer.parent.append(layer.element);
      observer.observe(layer.parent, { childList: true });
      observer.observe(layer.element, {
        attributes: true,
        childList: true,
        subtree: true,
        characterData: true,
      });
    }
  };

  const observer = new MutationObserver((changes) => {
    const touched = changes.some(
      ({ target, removedNodes }) =>
        layers.some(({ element }) => element !== null && (element === target || element.contains(target))) ||
        [...removedNodes].some((node) => layers.some(({ element }) => element === node)),
    );
    if (touched) hang();
  });
  const check = (): void => {
    const gone = layers.some(({ element }) => {
      if (!element?.isConnected) return true;
      const style = getComputedStyle(element);
      return style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) < 0.9;
    });
    const text = layers[0]?.element?.querySelectorAll('text')[1]?.textContent;
    if (gone || text !== lines()[1]) hang();
  };

  hang();
  const timer = setInterval(check, 2000);
  return () => {
    stopped = true;
    clearInterval(timer);
    observer.disconnect();
    for (const layer of layers) layer.element?.remove();
  };
}

function draw(lines: readonly string[], offset: number): SVGSVGElement {
  const name = `w${Math.random().toString(36).slice(2, 10)}`;
  const layer = node('svg', { 'aria-hidden': 'true', width: '100%', height: '100%' }) as SVGSVGElement;
  const style: Readonly<Record<string, string>> = {
    position: 'fixed',
    inset: '0',
    display: 'block',
    visibility: 'visible',
    opacity: '1',
    'z-index': '2147483000',
    'pointer-events': 'none',
    'user-select': 'none',
  };
  for (const [key, value] of Object.entries(style)) layer.style.setProperty(key, value, 'important');
  const pattern = node('pattern', {
    id: name,
    width: '260',
    height: '170',
    patternUnits: 'userSpaceOnUse',
    patternTransform: `translate(${offset} ${offset}) rotate(-18)`,
  });
  lines.forEach((line, index) => {
    const text = node('text', { x: '12', y: String(60 + index * 20), 'font-size': '13' });
    text.style.setProperty('fill', 'rgb(120 130 130 / 10%)', 'important');
    text.textContent = line;
    pattern.append(text);
  });
  layer.append(pattern, node('rect', { width: '100%', height: '100%', fill: `url(#${name})` }));
  return layer;
}

function node(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

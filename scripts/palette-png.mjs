// Makes a screenshot small: from the 8-bit RGB or RGBA PNG of a browser to one of at most 256 colours
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colours nearer than this (sum of squares) share a place in the palette. */
const near = 6;

/** The same picture with its most frequent colours; every other becomes the nearest of them. Alpha is dropped. */
export function palettePng(png) {
  const { width, height, pixels } = decode(png);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const palette = [];
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (palette.length === 256) break;
    if (palette.every((each) => distance(each, colour) >= near)) palette.push(colour);
  }
  const places = new Map();
  for (const colour of counts.keys()) places.set(colour, nearest(palette, colour));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = places.get(pixels[y * width + x]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8);
  const colours = Buffer.from(palette.flatMap((each) => [each >> 16, (each >> 8) & 255, each & 255]));
  const parts = [
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
  ];
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function distance(a, b) {
  const red = (a >> 16) - (b >> 16);
  const green = ((a >> 8) & 255) - ((b >> 8) & 255);
  const blue = (a & 255) - (b & 255);
  return red * red + green * green + blue * blue;
}

function nearest(palette, colour) {
  let best = 0;
  for (let i = 1; i < palette.length; i++)
    if (distance(palette[i], colour) < distance(palette[best], colour)) best = i;
  return best;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

/** Width, height and one 24-bit number for each pixel (PNG specification, sections 5 and 9). */
function decode(png) {
  const parts = [];
  for (let at = signature.length; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const data = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(data);
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const size = { 2: 3, 6: 4 }[png[25]];
  if (png[24] !== 8 || size === undefined || png[28] !== 0) throw new Error('not a PNG of a browser');
  const bytes = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  const pixels = new Int32Array(width * height);
  let above = Buffer.alloc(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = bytes.subarray(start + 1, start + 1 + stride);
    unfilter(bytes[start], row, above, size);
    for (let x = 0; x < width; x++) {
      const i = x * size;
      pixels[y * width + x] = (row[i] << 16) | (row[i + 1] << 8) | row[i + 2];
    }
    above = row;
  }
  return { width, height, pixels };
}

function unfilter(kind, row, above, size) {
  for (let i = 0; i < row.length; i++) {
    const left = i < size ? 0 : row[i - size];
    const corner = i < size ? 0 : above[i - size];
    const guess = [0, left, above[i], (left + above[i]) >> 1, paeth(left, above[i], corner)][kind];
    row[i] = (row[i] + guess) & 255;
  }
}

function paeth(left, up, corner) {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

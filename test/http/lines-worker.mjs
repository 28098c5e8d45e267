// A thread that repeats the lines it is given, and never comes back from one in which "spin" is written.
export default async function work({ started, lines: { bytes, lengths } = { bytes: new Uint8Array(), lengths: [] } }) {
  Atomics.store(started, 0, 1);
  let at = 0;
  const texts = Array.from(lengths, (length) => {
    at += length;
    return `${new TextDecoder().decode(bytes.subarray(at - length, at))}\n`;
  });
  while (texts.some((text) => text.includes('spin')));
  return { bytes: new TextEncoder().encode(texts.join('')), concepts: [], took: 1 };
}

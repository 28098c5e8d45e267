// A thread that repeats the lines it is given, and never comes back from one in which "spin" is written.
export default async function work({ started, lines = [] }) {
  Atomics.store(started, 0, 1);
  const texts = lines.map(({ bytes }) => `${new TextDecoder().decode(bytes)}\n`);
  while (texts.some((text) => text.includes('spin')));
  return { bytes: new TextEncoder().encode(texts.join('')), concepts: [], took: 1 };
}

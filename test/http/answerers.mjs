// Jobs as a thread of the pool may meet them; the tests of the pool hand them over by the address of this file.
const text = (said) => ({ json: () => said, text: () => said, html: () => said });

export const answerers = {
  echo: (_engine, input) => text(input),
  spin: () => {
    for (;;);
  },
  wait: (_engine, milliseconds) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    return text('waited');
  },
  die: () => process.exit(1),
  grow: () => {
    const kept = [];
    for (;;) kept.push(new Array(1e5).fill(kept.length));
  },
  fail: () => {
    throw new TypeError('a mistake');
  },
};

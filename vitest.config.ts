import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Compiles the catalogue where data or code have changed, so that no test sees an old one.
    globalSetup: ['scripts/generate-data.mjs'],
    testTimeout: 60_000,
    maxWorkers: 2,
    server: { deps: { inline: ['@fastify/autoload'] } },
  },
});

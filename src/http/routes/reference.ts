import { createHash } from 'node:crypto';
import reference from '@scalar/fastify-api-reference';
import type { FastifyPluginAsync } from 'fastify';
import { sendStored } from '../send.js';

/** The description of the service for programs, and the same as pages for people. */
const referenceRoutes: FastifyPluginAsync = async (app) => {
  app.get('/openapi.json', { schema: { hide: true } }, async (request, reply) =>
    sendStored(request, reply, await app.writeApi()),
  );
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply, payload) => {
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
      if (isPage && typeof payload === 'string') reply.header('content-security-policy', toPolicy(payload));
      return payload;
    });
    await scope.register(reference, {
      routePrefix: '/reference',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'formulens: the interface for programs',
        // Nothing is fetched from elsewhere, and nothing is sent there.
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
  });
};

/**
 * The pages of the reference are made by a bundle that is served from here, and set in styles that it writes into the
 * page while it runs: so inline style is allowed here, and here only. Of inline scripts only the one that starts it may
 * run, known by its hash; `connect-src` lets a reader try requests out on this server and on no other.
 */
function toPolicy(html: string): string {
  const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export default referenceRoutes;

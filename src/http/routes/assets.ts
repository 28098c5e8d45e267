import staticFiles from '@fastify/static';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ASSETS, findSite } from '../site.js';

/** Scripts, styles and fonts of the pages. Their names change with what is in them, so they are kept for ever. */
const assetRoutes: FastifyPluginAsyncZod = async (app) => {
  const site = findSite();
  if (site === undefined) return;
  await app.register(staticFiles, {
    root: site.folder,
    prefix: ASSETS,
    index: false,
    decorateReply: false,
    schemaHide: true,
    immutable: true,
    maxAge: '365d',
    allowedPath: (path) => path !== '/manifest.json',
  });
};

export default assetRoutes;

import { createHash } from 'node:crypto';
import { PICTURE_STYLE } from '../render/picture/index.js';

/** What a Content-Security-Policy lets through for the style sheet in our pictures, and for nothing else. */
export const PICTURE_STYLE_SOURCE = `'sha256-${createHash('sha256').update(PICTURE_STYLE).digest('base64')}'`;

import { CATALOGUE } from '../../catalogue/generated.js';
import type { PackedCatalogue } from '../../catalogue/index.js';

/** The catalogue that ships. The build for browsers puts the slim one in the place of this module. */
export function readShipped(): PackedCatalogue {
  return JSON.parse(CATALOGUE) as PackedCatalogue;
}

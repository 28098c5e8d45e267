import { isMathError } from '../../src/math/index.js';

export function problem(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    if (isMathError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'none', message: '' };
}

/** Runs a question; a later one takes the place of an earlier one whose answer is still on its way. */
export function createLatest(): <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  take: (answer: T) => void,
) => Promise<void> {
  let asking: AbortController | undefined;
  return async (ask, take) => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    try {
      const answer = await ask(own.signal);
      if (!own.signal.aborted) take(answer);
    } catch (error) {
      if (!own.signal.aborted) throw error;
    }
  };
}

/** What the service says to a question: an answer, or why there is none. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };
export type Problem = { readonly title: string; readonly detail?: string; readonly hint?: string };

/** Asks the service that the page came from; without a body it is a GET. Rejects only when the signal is aborted. */
export async function ask<T>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply<T>> {
  const sent = body === undefined ? {} : { method: 'POST', headers: HEADERS, body: JSON.stringify(body) };
  let status: number;
  let answer: unknown;
  try {
    const response = await fetch(path, { ...sent, signal: signal ?? null });
    status = response.status;
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    return { ok: false, problem: { title: 'The service does not answer.', hint: 'It may have stopped; try again.' } };
  }
  if (status < 400) return { ok: true, value: answer as T };
  return { ok: false, problem: answer as Problem };
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

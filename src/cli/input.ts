/** Requests have a limit, so has what is read of standard input to find one. */
const MAX_STDIN_BYTES = 1_048_576;

/** Standard input as text; undefined where it is not UTF-8, or too long. */
export async function readStdin(stdin: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  try {
    for await (const piece of stdin) {
      size += piece.length;
      if (size > MAX_STDIN_BYTES) return undefined;
      text += decoder.decode(piece, { stream: true });
    }
    return (text + decoder.decode()).replace(/\r?\n$/, '');
  } catch {
    return undefined;
  }
}

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

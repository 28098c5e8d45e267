import type { Move } from './stations.js';

export type Command = Move | 'leave' | 'open' | 'labels' | 'fold' | 'fade' | 'closer' | 'further' | 'help';
export type Ask = 'numbers' | 'evidence' | 'mend';

const COMMANDS: Readonly<Record<string, Command>> = {
  ArrowDown: 'in',
  ArrowUp: 'out',
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  Home: 'home',
  Escape: 'leave',
  Enter: 'open',
  l: 'labels',
  f: 'fold',
  d: 'fade',
  '+': 'closer',
  '=': 'closer',
  '-': 'further',
  '?': 'help',
};

const ASKS: Readonly<Record<string, Ask>> = { n: 'numbers', e: 'evidence', m: 'mend' };

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

type Meant = { readonly command: Command; readonly what?: undefined } | { readonly what: Ask };

/** What a key means while the formula has the focus; what belongs to the browser stays with it. */
export function toCommand({ key, ctrlKey, metaKey, altKey }: Pressed): Meant | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const what = ASKS[name];
  if (what !== undefined) return { what };
  const command = COMMANDS[name];
  return command && { command };
}

/** The list that `?` shows. */
export const KEY_HELP: readonly (readonly [readonly string[], string])[] = [
  [['↓', '↑'], 'into the chunk, out of it'],
  [['←', '→'], 'previous, next'],
  [['Home'], 'the whole formula'],
  [['Enter'], 'keep the card open'],
  [['Esc'], 'leave'],
  [['l'], 'all labels'],
  [['f', 'd'], 'fold the chunk, fade its matrix'],
  [['+', '−'], 'closer, further'],
  [['n', 'e', 'm'], 'numbers, evidence, mend'],
];

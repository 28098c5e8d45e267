import type { Concept } from '../../src/catalogue/index.js';
import type { Engine } from '../../src/engine.js';

/** Everything that a concept's file claims and that does not hold, as lines for its author. */
export function checkConcept(engine: Engine, concept: Concept): string[] {
  const { file, id } = concept;
  const failures: string[] = [];
  const found = (latex: string, prose?: string) => {
    const answer = engine.annotate(latex, prose ? { context: { prose } } : {});
    const chunk = answer.chunks.find((c) => c.concept === id) ?? answer.chunks.find((c) => c.is_a.includes(id));
    return { answer, chunk };
  };
  for (const match of file.matches) {
    const [latex, prose] = typeof match === 'string' ? [match] : [match.latex, match.context];
    const { answer, chunk } = found(latex, prose);
    const others = answer.chunks.map((c) => c.concept).join(', ') || 'nothing';
    if (!chunk) failures.push(`matches: ${latex} is not found (found: ${others})`);
    if (answer.errors.length > 0) failures.push(`matches: ${latex} cannot be read: ${answer.errors[0]?.message}`);
  }
  for (const miss of file.near_misses) {
    const { answer } = found(miss.latex, miss.context);
    const claimed = answer.chunks.some((c) => c.concept === id);
    if (claimed) failures.push(`near_misses: ${miss.latex} is claimed`);
    const diagnosed = answer.warnings.some((w) => w.concept === id);
    if (!miss.silent && !diagnosed) failures.push(`near_misses: ${miss.latex} is not diagnosed`);
    if (miss.silent && diagnosed) failures.push(`near_misses: ${miss.latex} is silent, yet a warning is given`);
  }
  for (const [i, form] of file.forms.entries()) {
    // Read as a formula of its own, with its roles as letters: found means equal to the definition in numbers.
    const generated = form.where.some((w) => w.includes('=') && !w.includes('count'));
    if (form.given.length > 0 || generated || form.lines || !form.latex || hasNamedRoles(concept)) continue;
    const plain = form.latex.replace(/\\part\{[^{}]*\}/g, '').replace(/\\permutation\{[^{}]*\}/g, '');
    const symbols = Object.fromEntries(
      Object.entries(file.roles).flatMap(([letter, role]) => {
        const kind = role.vector ? 'vector' : role.kind.replace('!', '');
        return ['any', 'order', 'text'].includes(kind) ? [] : [[letter, { kind: kind as 'scalar' }]];
      }),
    );
    const { chunks } = engine.annotate(plain, { context: { symbols } });
    if (plain.trim() !== '' && !chunks.some((c) => c.concept === id || c.is_a.includes(id))) {
      failures.push(
        `forms.${i}: ${plain} is not equal to the definition, or another concept takes it (found: ${chunks.map((c) => c.concept).join(', ')})`,
      );
    }
  }
  const known = new Set([...Object.keys(file.roles).map((r) => r.replace(/^\\/, '')), 'rows', 'cycles']);
  for (const [text, words] of Object.entries(file.explain)) {
    for (const [, slot] of words.matchAll(/\{\\?(\w+)\}/g)) {
      if (slot && !known.has(slot)) failures.push(`explain.${text}: no role is called {${slot}}`);
    }
  }
  if (/[.!?]$/.test(file.explain.gist)) failures.push('explain.gist: one clause, without a full stop');
  return failures;
}

function hasNamedRoles({ file }: Concept): boolean {
  return Object.values(file.roles).some(
    (r) => r.among.length > 0 || r.mentions.length > 0 || r.conjugate_of !== undefined,
  );
}

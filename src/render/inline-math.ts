/** `$…$` in the words, shortest first; a backslash before a dollar makes it a dollar. */
export const INLINE_MATH = /(?<!\\)\$((?:[^$\\]|\\[\s\S])*)\$/g;

/** Whether there is a word for what the API calls so: it may be newer than the pages. */
export const hasWord = <Words extends object>(
  words: Words,
  name: string,
): name is Extract<keyof Words, string> => Object.hasOwn(words, name);

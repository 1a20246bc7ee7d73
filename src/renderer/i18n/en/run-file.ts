export const runFile = {} as const;

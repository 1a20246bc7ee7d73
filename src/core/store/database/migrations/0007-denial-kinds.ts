/** Why a refusal was one, beside the rule's words. NULL: written by a version that kept the words alone. */
export const denialKinds = `
ALTER TABLE run_denials ADD COLUMN kind TEXT;
`;

/**
 * What a person says of a plugin's updates, as JSON (`{"held":true,"skipped":["2.0.0"]}`; NULL: nothing), beside the record
 * as the mark of preloading is, and with the plugin in the trash.
 */
export const updateChoices = `
ALTER TABLE plugins ADD COLUMN update_choice TEXT;
ALTER TABLE trash_plugins ADD COLUMN update_choice TEXT;
`;

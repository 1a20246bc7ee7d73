/** The rules by which a write is refused that the grant's entries allow: by how much, not where. */
export const limitRules = {
	bytes: (most: number): string => `max_write_bytes: ${most}`,
	files: (most: number): string => `max_new_files: ${most}`,
	disk: 'free disk space',
};

/** Whether another entry of the grant would not have helped. */
export function isLimitRule(rule: string): boolean {
	return rule === limitRules.disk || /^max_(?:write_bytes|new_files): \d+$/.test(rule);
}

/** The rules by which a write is refused that the grant's entries allow: by how much, not where. */
export const limitRules = {
	bytes: (most: number): string => `max_write_bytes: ${most}`,
	files: (most: number): string => `max_new_files: ${most}`,
	disk: 'free disk space',
};

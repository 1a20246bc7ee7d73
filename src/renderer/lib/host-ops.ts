/** What a denial may be of, and `common:hostOp` has words for. */
export const hostOps = [
	'read',
	'write',
	'list',
	'http',
	'env',
	'read_file',
	'write_file',
	'list_dir',
	'get_env',
] as const;

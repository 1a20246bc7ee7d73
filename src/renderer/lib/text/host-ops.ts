/** What a plugin may ask its host for, and `common:hostOp` has words for. */
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
	'state_get',
	'state_set',
] as const;

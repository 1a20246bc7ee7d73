import type { PolicyRequest } from '../../shared/policy/security-policy.ts';

/** The powers that a policy decides on, as a person and as a denial name them. */
const kinds = {
	read_file: 'read',
	write_file: 'write',
	list_dir: 'list',
	get_env: 'env',
	read: 'read',
	write: 'write',
	list: 'list',
	env: 'env',
	http: 'http',
} as const;

export type DeniedOp = keyof typeof kinds;

/** The request that a denial is about. Null: a policy does not decide on such. */
export function requestOf(op: DeniedOp, target: string): PolicyRequest;
export function requestOf(op: string, target: string): PolicyRequest | null;
export function requestOf(op: string, target: string): PolicyRequest | null {
	if (!Object.hasOwn(kinds, op)) return null;
	const kind = kinds[op as DeniedOp];
	switch (kind) {
		case 'env':
			return { kind, name: target };
		case 'http':
			return { kind, url: target };
		default:
			return { kind, path: target };
	}
}

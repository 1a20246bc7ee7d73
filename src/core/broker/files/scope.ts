import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import type { OwnFiles } from './own-files.ts';

/** Whose files are asked for, under which policy. */
export interface FileScope {
	readonly policy: SecurityPolicy;
	readonly dataFolder: string;
	readonly extraPaths?: readonly string[] | undefined;
	readonly windows: boolean;
	/** The program's own files, out of every grant's reach; absent: it keeps none. */
	readonly own?: OwnFiles | undefined;
}

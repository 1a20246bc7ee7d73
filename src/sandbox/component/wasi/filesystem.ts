import type { Interfaces } from '../interfaces.ts';
import { Descriptor } from './descriptor.ts';
import { DirectoryEntryStream } from './directory-entries.ts';
import { errorCodes } from './filesystem-values.ts';
import type { Handles } from './handles.ts';
import type { IoError } from './io.ts';
import type { OpenFiles } from './open-files.ts';

/** `wasi:filesystem`: the granted folders are open from the beginning, and all that is opened below them. */
export function filesystemInterfaces(handles: Handles, files: OpenFiles): Interfaces {
	return {
		'wasi:filesystem/preopens': () => ({
			getDirectories: () => files.preopened.map(([opened, name]) => [new Descriptor(handles, files, opened), name]),
		}),
		'wasi:filesystem/types': () => ({
			Descriptor,
			DirectoryEntryStream,
			filesystemErrorCode: ({ code }: IoError) => (errorCodes.has(code) ? code : undefined),
		}),
	};
}

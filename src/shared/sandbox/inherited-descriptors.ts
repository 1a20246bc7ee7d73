/**
 * Begins the argument that names descriptors which a process got from further up, for it to close before anything else:
 * `20:14:5023`, its number, its device and its inode, with commas between them. A type alone, since who is told and who
 * tells are built apart.
 */
export type CloseArgument = '--close=';
const argumentName: CloseArgument = '--close=';

/** The part of `node:fs` that closing takes. */
interface Files {
	fstatSync(fd: number, options: { readonly bigint: true }): { readonly dev: bigint; readonly ino: bigint };
	closeSync(fd: number): void;
}

/** Closes what the arguments name, where it is still the same file: a number alone could be another's by now. Never throws. */
export function closeInherited(args: readonly string[], files: Files): void {
	const named = args.find((argument) => argument.startsWith(argumentName))?.slice(argumentName.length) ?? '';
	for (const [fd, dev, ino] of named.split(',').map((one) => one.split(':'))) {
		try {
			const file = files.fstatSync(Number(fd), { bigint: true });
			if (String(file.dev) === dev && String(file.ino) === ino) files.closeSync(Number(fd));
		} catch {
			// It is closed already, or none.
		}
	}
}

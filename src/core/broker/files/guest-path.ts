import { hostStatus } from '../../../shared/host/abi.ts';
import { isPlainWindowsName } from '../../policy/entries/path-form.ts';
import { HostFailure } from '../host-failure.ts';

/** In one path. Files have a few; each may be a question to the file system. */
const MOST_NAMES = 256;

/** Why a path of a guest's cannot be taken to the file system at all; null: it can. */
export function pathProblem(path: string, maxBytes: number, windows: boolean): string | null {
	if (path === '') return 'The path is empty.';
	if (path.includes('\0')) return 'The path contains a NUL character.';
	if (!path.isWellFormed() || path.includes('\uFFFD')) return 'The path is not valid Unicode.';
	if (Buffer.byteLength(path) > maxBytes) return `The path is longer than ${maxBytes} bytes.`;
	if (path.split(windows ? /[\\/]/ : '/').length > MOST_NAMES) return `The path has more than ${MOST_NAMES} names.`;
	return windows ? windowsProblem(path) : null;
}

function windowsProblem(path: string): string | null {
	const rest = path.replaceAll('/', '\\').replace(/^[A-Za-z]:(?=\\)/, '');
	if (/^\\\\[?.]\\/.test(rest)) return 'Device paths cannot be used.';
	if (/^\\(?!\\)/.test(rest) && rest.length === path.length) return 'The path has no drive.';
	const names = rest.split('\\').filter((name) => name !== '' && name !== '.' && name !== '..');
	const bad = names.find((name) => !isPlainWindowsName(name));
	return bad === undefined ? null : `${bad} is not a plain file name on Windows.`;
}

export function assertPath(path: string, maxBytes: number, windows: boolean): void {
	const problem = pathProblem(path, maxBytes, windows);
	if (problem !== null) throw new HostFailure(hostStatus.invalid, problem);
}

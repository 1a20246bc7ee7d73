import { isDeviceName } from '../../shared/device-name.ts';
import { HttpError } from './http-error.ts';

const MAX_DEPTH = 32;
const MAX_SEGMENT_BYTES = 240;
/** Of all of it: with the folder that it goes into, no path may be longer than systems take (4,096 bytes on Linux, 1,024 on macOS). */
const MAX_PATH_BYTES = 700;

/** What no file system takes, or some take for something else: separators, streams, wildcards, controls. */
const unsafe = /[\u0000-\u001f\u007f\\/:*?"<>|]/;

/** Splits a dropped file's path as the browser tells it. Throws for whatever could lead out of the folder it goes to. */
export function parseRelativePath(path: string): readonly [string, ...string[]] {
	if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw refused('is too long with its folders');
	const [first, ...rest] = path.split('/');
	if (first === undefined || rest.length >= MAX_DEPTH) throw refused('is nested too deeply');
	return [parseFileName(first), ...rest.map(parseFileName)];
}

export function parseFileName(name: string): string {
	if (name === '' || name === '.' || name === '..') throw refused('leaves its folder');
	if (unsafe.test(name)) throw refused('holds a character that file names cannot hold everywhere');
	if (/[. ]$/.test(name) || isDeviceName(name)) throw refused('means something else on some systems');
	if (Buffer.byteLength(name) > MAX_SEGMENT_BYTES) throw refused('is too long');
	return name;
}

function refused(why: string): HttpError {
	return new HttpError(400, 'invalid_input', `The file’s name ${why}.`, { hint: 'Rename the file and drop it again.' });
}

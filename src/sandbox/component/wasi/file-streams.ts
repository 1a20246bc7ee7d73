import { errno } from '../../../shared/wasm/wasi/errno.ts';
import type { FileEntry } from '../../imports/wasi/entries.ts';
import { err, ok } from '../outcome.ts';
import { codeOf } from './filesystem-values.ts';
import { always } from './io.ts';
import type { OpenEntry, OpenFiles } from './open-files.ts';
import type { Input, Output } from './streams.ts';

/** As much as is read ahead of a file, and taken at once. bytes */
const ROOM = 1024 * 1024;

/** Reads on from a place. */
export function fileInput(files: OpenFiles, opened: OpenEntry, file: FileEntry, from: number): Input {
	let at = from;
	opened.hold();
	return {
		async read(most) {
			const bytes = await files.read(file, at, most);
			if (typeof bytes === 'number') return err(codeOf(bytes));
			at += bytes.length;
			return ok(bytes.length === 0 ? null : bytes);
		},
		readable: always,
		release: () => opened.release(),
	};
}

/** Writes on from a place; null: at the end, wherever that is. */
export function fileOutput(files: OpenFiles, opened: OpenEntry, file: FileEntry, from: number | null): Output {
	let at = from;
	opened.hold();
	return {
		room: () => ROOM,
		async write(bytes) {
			const error = await files.write(file, at, bytes);
			if (error !== errno.success) return codeOf(error);
			if (at !== null) at += bytes.length;
			return null;
		},
		// What waits is written before anything reads it, and at the latest when the call ends.
		flush: () => {
			const error = file.late();
			return error === errno.success ? null : codeOf(error);
		},
		writable: always,
		release: () => opened.release(),
	};
}

import { useSyncExternalStore } from 'react';
import { Emitter } from '../../../../shared/emitter.ts';
import type { Flow } from '../../../../shared/flow/flow-file.ts';
import { documentOf } from '../model/read-flow.ts';
import { flowOf } from '../model/write-flow.ts';

/** The file that a flow was opened from, which goes on being compared with it. */
export interface FlowFile {
	readonly path: string;
	/** What it said when the two were last the same, or when a person last decided between them (`wordsOfFlow`). */
	readonly seen: string;
}

const SLOT = 'dataflare-flow-files';
/** So many flows have a file that is remembered. */
const MOST = 200;
const changes = new Emitter<{ readonly files: undefined }>();

type Files = Readonly<Record<string, FlowFile>>;
let files: Files | null = null;

function read(): Files {
	if (files !== null) return files;
	try {
		const stored = JSON.parse(localStorage.getItem(SLOT) ?? '{}') as unknown;
		const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
		files = Object.fromEntries(entries.filter((entry): entry is [string, FlowFile] => isFile(entry[1])));
	} catch {
		files = {};
	}
	return files;
}

function isFile(value: unknown): value is FlowFile {
	const { path, seen } = (typeof value === 'object' && value !== null ? value : {}) as Partial<FlowFile>;
	return typeof path === 'string' && typeof seen === 'string';
}

function write(next: Files): void {
	files = Object.fromEntries(Object.entries(next).slice(-MOST));
	try {
		localStorage.setItem(SLOT, JSON.stringify(files));
	} catch {
		// It holds for as long as the page lives.
	}
	changes.emit('files', undefined);
}

/** By the id of a draft (`drafts.ts`). Null: it has none any more. */
export function keepFile(id: string, file: FlowFile | null): void {
	const { [id]: _, ...others } = read();
	write(file === null ? others : { ...others, [id]: file });
}

/** A flow is known by another id from now on. */
export function moveFile(from: string, to: string): void {
	const file = read()[from];
	if (file === undefined || from === to) return;
	keepFile(from, null);
	keepFile(to, file);
}

/** The id of a flow that has this file; null: none has. */
export function idWithFile(path: string): string | null {
	return Object.entries(read()).find(([, file]) => file.path === path)?.[0] ?? null;
}

export function useFileOf(id: string): FlowFile | null {
	return useSyncExternalStore(
		(listener) => changes.on('files', listener),
		() => read()[id] ?? null,
	);
}

/** A flow's file as text that is the same for the same flow, however the file is laid out. */
export const wordsOfFlow = (flow: Flow): string => JSON.stringify(flowOf(documentOf(flow)));

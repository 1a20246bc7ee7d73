import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowReader, FlowWriter } from '../../../src/core/flows/io/flow-io.ts';
import { openFlowReader } from '../../../src/core/flows/io/open-reader.ts';
import { openFlowWriter } from '../../../src/core/flows/io/open-writer.ts';
import type { OwnPlaces } from '../../../src/core/policy/entries/own-places.ts';
import { readFileConfigSchema, writeFileConfigSchema } from '../../../src/shared/flow/flow-file.ts';
import { flowsEntry, resourcesDir } from '../built.ts';

/** The threads in which files of flows are read and written. */
export const flowThreads = { entry: () => flowsEntry, pluginsDir: join(resourcesDir, 'plugins') };

/** Where no place is the program's own. */
export const nobodys: OwnPlaces = { sealed: [], unwritable: [], handedOver: [], windows: false, folds: false };

type Config = Readonly<Record<string, unknown>>;
const { signal } = new AbortController();

/** Opens a file as a flow reads it. */
export function readFlowFile(
	path: string,
	config: Config = {},
	options: Partial<Parameters<typeof openFlowReader>[1]> = {},
): Promise<FlowReader> {
	const whole = { batchRecords: 1, batchBytes: 1024, signal, threads: flowThreads, ...options };
	return openFlowReader(readFileConfigSchema.parse({ path, ...config }), whole);
}

/** Opens a file as a flow writes it, for one run unless `options` name another. */
export function writeFlowFile(
	path: string,
	config: Config = {},
	options: Partial<Parameters<typeof openFlowWriter>[1]> = {},
): Promise<FlowWriter> {
	const where = { run: 'aaaa', component: 1, noteFolder: () => undefined, ownPlaces: () => nobodys };
	const whole = { ...where, signal, threads: flowThreads, ...options };
	return openFlowWriter(writeFileConfigSchema.parse({ path, ...config }), whole);
}

/** Gives a name a new folder each time it is asked for. */
export function freshPaths(folder: string): (name: string) => string {
	let made = 0;
	return (name) => {
		const fresh = join(folder, String(++made));
		mkdirSync(fresh);
		return join(fresh, name);
	};
}

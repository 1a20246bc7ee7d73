import type { JsonValue } from '../../../src/shared/errors/errors.ts';
import { Guest, samplePlugin } from '../guests/guest-harness.ts';
import { scratchFolder } from '../scratch/scratch.ts';

type Row = Record<string, unknown>;

export interface CsvRead {
	open(content: string | Uint8Array, config?: Record<string, JsonValue>): Guest;
	read(content: string | Uint8Array, config?: Record<string, JsonValue>): Row[];
	/** As `read`, the records as they are written: a key that stands twice and each digit of a number are seen there. */
	lines(content: string | Uint8Array, config?: Record<string, JsonValue>): string[];
	warnings(guest: Guest): string[];
}

/** The sample plugin on files of a folder of the test file's own. */
export function csvReader(): CsvRead {
	const scratch = scratchFolder();
	const csv = samplePlugin('csv-source');
	const open: CsvRead['open'] = (content, config = {}) => {
		scratch.put('in.csv', content);
		return Guest.start(csv, { folder: scratch.path, config: { path: 'in.csv', ...config } });
	};
	return {
		open,
		read: (content, config) => open(content, config).readAll() as Row[],
		lines(content, config) {
			const guest = open(content, config);
			let text = '';
			for (let answer = guest.call('read_data'); answer.status !== 0; answer = guest.call('read_data'))
				text += answer.text;
			return text === '' ? [] : text.trimEnd().split('\n');
		},
		warnings: (guest) => guest.logs.filter(({ level }) => level === 'warn').map(({ message }) => message),
	};
}

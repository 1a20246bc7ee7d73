import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { checkValue, skipSpace } from '../../../../shared/json/json-check.ts';
import { cutOff } from '../../../records/json-input-errors.ts';
import { wrongLine } from '../../../records/wrong-json.ts';
import { LF, LinesCutter } from './lines-cutter.ts';
import type { Packer } from './packer.ts';

/** Each line that is not blank is one JSON value, with the white space around it; as `splitNdjson` has it. */
export class NdjsonCutter extends LinesCutter {
	protected override cut(packer: Packer, last: number): Promise<DataFlareError> | null {
		const { data } = this.window;
		let { start } = this.window;
		while (start <= last) {
			const at = skipSpace(data, start, last, 'lines');
			let end = at;
			const isBlank = data[at] === LF;
			if (!isBlank) {
				if (packer.isFull) break;
				const after = checkValue(data, at, last, 'lines');
				end = after < 0 ? after : skipSpace(data, after, last, 'lines');
				if (end < 0 || data[end] !== LF) return this.#wrong(start, end);
				if (!packer.add(data, start, end)) break;
			}
			start = this.pass(end, !isBlank);
		}
		return null;
	}

	/** `end`: where a line goes on behind its value, or `~position` of what does not fit into one. */
	async #wrong(start: number, end: number): Promise<DataFlareError> {
		const { data, ended, end: behind } = this.window;
		const at = end < 0 ? ~end : end;
		const place = await this.find(this.window.offsetOf(at));
		return ended && at >= behind ? cutOff(place) : wrongLine(data, start, end, place);
	}
}

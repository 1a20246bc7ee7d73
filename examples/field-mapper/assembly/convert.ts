import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { NULL, NUMBER, STRING, Value } from '../../../sdk/assemblyscript/assembly/value';
import { numberOf, trim, truthOf, writePlain } from './coerce';
import { writeBasicNumber, writeIsoDate } from './date';
import { writeIsoTime } from './unix-time';

export const targets: string[] = ['number', 'string', 'boolean', 'date'];

const scratch = new Bytes();

/** One field to one type. What cannot be converted becomes null and is counted. */
export class Conversion {
	failures: i64 = 0;

	constructor(
		readonly field: string,
		readonly column: i32,
		private target: i32,
		private dayFirst: bool,
	) {}

	get targetName(): string {
		return targets[this.target];
	}

	apply(value: Value, arena: Arena): void {
		if (value.kind == NULL) return;
		if (this.target == 0) {
			if (numberOf(value, arena)) return;
		} else if (this.target == 1) {
			if (value.kind == STRING) return;
			scratch.clear();
			writePlain(scratch, value);
			value.setString(arena.keep(scratch.ptr, scratch.length), scratch.length);
			return;
		} else if (this.target == 2) {
			const truth = truthOf(value, arena);
			if (truth >= 0) {
				value.setBoolean(truth == 1);
				return;
			}
		} else if (this.toDate(value, arena)) {
			return;
		}
		// Nothing but white space is nothing, not a failure.
		if (value.kind != STRING || value.length > 0) this.failures++;
		value.setNull();
	}

	private toDate(value: Value, arena: Arena): bool {
		scratch.clear();
		if (value.kind == NUMBER) {
			if (!writeBasicNumber(value, scratch) && !writeIsoTime(value.number, scratch)) return false;
		} else {
			if (value.kind != STRING) return false;
			trim(value);
			if (!writeIsoDate(value.ptr, value.length, this.dayFirst, scratch)) return false;
		}
		value.setString(arena.keep(scratch.ptr, scratch.length), scratch.length);
		return true;
	}
}

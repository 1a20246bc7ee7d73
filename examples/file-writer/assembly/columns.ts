// Which fields the columns of a CSV file hold.
import { sameBytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';

/** As many as a spreadsheet shows. */
export const MOST_COLUMNS: i32 = 16_384;

export class Columns {
	readonly list: FieldPath[] = [];
	/** Whether the record that `unknown` looked at has its fields in the order of the columns, from the first on. */
	inOrder: bool = false;

	get count(): i32 {
		return this.list.length;
	}

	/** Adds the fields of a record that have no column yet. False: there would be too many. */
	learn(fields: Fields): bool {
		for (let i = 0; i < fields.count; i++) {
			if (this.holds(fields, i)) continue;
			if (this.list.length == MOST_COLUMNS) return false;
			const column = new FieldPath(String.UTF8.decodeUnsafe(fields.name(i), fields.nameLength(i)));
			// The name of a field that is there, dots and all, and no path.
			column.steps.length = 0;
			this.list.push(column);
		}
		return true;
	}

	/** The first field of a record that no column holds anything of; -1: there is none. */
	unknown(fields: Fields): i32 {
		const list = this.list;
		const together = min(fields.count, list.length);
		let same = 0;
		while (same < together && isName(list[same], fields.name(same), fields.nameLength(same))) same++;
		this.inOrder = same == fields.count;
		for (let i = same; i < fields.count; i++) if (!this.holds(fields, i)) return i;
		return -1;
	}

	private holds(fields: Fields, index: i32): bool {
		const ptr = fields.name(index);
		const length = fields.nameLength(index);
		// Records mostly have their fields in the order of the columns.
		if (index < this.list.length && isName(this.list[index], ptr, length)) return true;
		for (let i = 0; i < this.list.length; i++) {
			const column = this.list[i];
			if (isName(column, ptr, length)) return true;
			if (column.steps.length > 0) {
				const first = column.steps[0];
				if (sameBytes(first.ptr, first.length, ptr, length)) return true;
			}
		}
		return false;
	}

	/** Whether each column holds a field of its own, and none a part of one. */
	get isPlain(): bool {
		// Comparing each with each is for few.
		if (this.list.length > 1000) return false;
		for (let i = 0; i < this.list.length; i++) {
			if (this.list[i].steps.length > 0) return false;
			for (let k = 0; k < i; k++) if (this.list[k].text == this.list[i].text) return false;
		}
		return true;
	}

	/** Forgets those that were added since there were `count`. */
	cut(count: i32): void {
		this.list.length = count;
	}

	/** The header in words. */
	toString(): string {
		return headerOf(this.list.map<string>((column) => column.text));
	}
}

function isName(column: FieldPath, ptr: usize, length: i32): bool {
	return sameBytes(column.name.ptr, column.name.length, ptr, length);
}

/** Names as a message shows them. */
export function headerOf(names: string[]): string {
	let text = '';
	for (let i = 0; i < names.length; i++) {
		if (text.length > 300) return `"${text},... (${names.length} columns)"`;
		text += (i == 0 ? '' : ',') + names[i];
	}
	return `"${text}"`;
}

/** The names of a record's fields. */
export function namesOf(fields: Fields): string[] {
	const names: string[] = [];
	for (let i = 0; i < fields.count; i++) names.push(String.UTF8.decodeUnsafe(fields.name(i), fields.nameLength(i)));
	return names;
}

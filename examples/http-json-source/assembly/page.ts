// One answer of the server: its status, and its body as JSON.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { Answer } from '../../../sdk/assemblyscript/assembly/host';
import { compact } from '../../../sdk/assemblyscript/assembly/json/compact';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { Fields } from '../../../sdk/assemblyscript/assembly/json/fields';
import { parseNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import {
	CLOSE_ARRAY,
	COMMA,
	OPEN_ARRAY,
	OPEN_OBJECT,
	QUOTE,
	skipSpace,
	skipValue,
} from '../../../sdk/assemblyscript/assembly/json/scan';
import { unescape } from '../../../sdk/assemblyscript/assembly/json/text';
import { firstInvalid } from '../../../sdk/assemblyscript/assembly/utf8';
import { decodeBase64 } from './base64';

const statusPath = new FieldPath('status');
const urlPath = new FieldPath('url');
const linkPath = new FieldPath('headers.link');
const retryPath = new FieldPath('headers.retry-after');
const bodyPath = new FieldPath('body');
const base64Path = new FieldPath('body_base64');

export class Page {
	status: i32 = 0;
	/** The address that answered; empty: the host does not say. */
	url: string = '';
	/** The headers of these names; empty: there are none. */
	link: string = '';
	retryAfter: string = '';
	readonly body: Bytes = new Bytes();
	private fields: Fields = new Fields();
	private start: usize = 0;
	private end: usize = 0;

	/** Takes the answer of the host apart; whether it has the form that the ABI fixes. */
	read(answer: Answer): bool {
		const fields = this.fields;
		this.body.clear();
		if (fields.parse(answer.ptr, answer.ptr + answer.length) == 0 || !fields.find(statusPath)) return false;
		this.status = <i32>parseNumber(fields.start, fields.end);
		this.url = this.found(urlPath);
		this.link = this.found(linkPath);
		this.retryAfter = this.found(retryPath);
		if (fields.find(bodyPath) && load<u8>(fields.start) == QUOTE) {
			const at = this.body.reserve(<i32>(fields.end - fields.start));
			this.body.length = unescape(fields.start + 1, fields.end - 1, at);
		} else if (fields.find(base64Path) && load<u8>(fields.start) == QUOTE) {
			decodeBase64(fields.start + 1, <i32>(fields.end - fields.start - 2), this.body);
		}
		return true;
	}

	/** Makes it a page that says nothing. */
	empty(): void {
		this.body.clear();
		this.body.text('null');
		this.parse();
	}

	/** The first byte of the body that is no UTF-8, from 0; -1: all of it is. */
	get wrongByte(): i32 {
		const bad = firstInvalid(this.body.ptr, this.body.ptr + this.body.length);
		return bad == 0 ? -1 : <i32>(bad - this.body.ptr);
	}

	/** Whether the body is one JSON value. */
	parse(): bool {
		const limit = this.body.ptr + this.body.length;
		// A byte order mark is passed over (RFC 8259, section 8.1).
		const hasMark = this.body.length >= 3 && (load<u32>(this.body.ptr) & 0xffffff) == 0xbfbbef;
		this.start = skipSpace(this.body.ptr + (hasMark ? 3 : 0), limit);
		this.end = skipValue(this.start, limit);
		return this.end != 0 && skipSpace(this.end, limit) == limit;
	}

	private find(path: FieldPath): bool {
		if (load<u8>(this.start) != OPEN_OBJECT) return false;
		this.fields.parse(this.start, this.end);
		return this.fields.find(path);
	}

	/** The text at a path; empty where there is none. */
	textAt(path: FieldPath): string {
		return this.find(path) ? this.textFound() : '';
	}

	/** What stands at a path, as JSON, where it is neither a text nor null or false; else empty. */
	otherAt(path: FieldPath): string {
		if (!this.find(path)) return '';
		const c = load<u8>(this.fields.start);
		if (c == QUOTE || c == 0x6e || c == 0x66) return '';
		return String.UTF8.decodeUnsafe(this.fields.start, min(this.fields.end - this.fields.start, 240));
	}

	/** The text at a path of the fields that are parsed. */
	private found(path: FieldPath): string {
		return this.fields.find(path) ? this.textFound() : '';
	}

	private textFound(): string {
		if (load<u8>(this.fields.start) != QUOTE) return '';
		const decoded = new Bytes();
		const at = decoded.reserve(<i32>(this.fields.end - this.fields.start));
		decoded.length = unescape(this.fields.start + 1, this.fields.end - 1, at);
		const text = decoded.toString();
		decoded.release();
		return text;
	}

	/** Appends the records, one on each line, and returns their number; -1: there is nothing at the path. */
	writeItems(path: FieldPath | null, out: Bytes): i32 {
		let p = this.start;
		let end = this.end;
		if (path !== null) {
			if (!this.find(path)) return -1;
			p = this.fields.start;
			end = this.fields.end;
		}
		if (load<u8>(p) == 0x6e) return 0;
		if (load<u8>(p) != OPEN_ARRAY) {
			compact(out, p, end);
			out.byte(0x0a);
			return 1;
		}
		let count = 0;
		p = skipSpace(p + 1, end);
		while (load<u8>(p) != CLOSE_ARRAY) {
			const after = skipValue(p, end);
			compact(out, p, after);
			out.byte(0x0a);
			count++;
			p = skipSpace(after, end);
			if (load<u8>(p) == COMMA) p = skipSpace(p + 1, end);
		}
		return count;
	}
}

import { Arena } from '../../../sdk/assemblyscript/assembly/arena';
import { bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { shorten } from '../../../sdk/assemblyscript/assembly/config';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { isNumber } from '../../../sdk/assemblyscript/assembly/json/number';
import { ARRAY, BOOLEAN, Json, NULL, NUMBER, OBJECT, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { Value } from '../../../sdk/assemblyscript/assembly/value';
import { All, Any, CONTAINS, Comparison, Condition, IN, IS_NULL, keepText, MATCHES, Not } from './condition';
import { foldCase } from './text-search';

const operators: string[] = [
	'eq',
	'ne',
	'lt',
	'le',
	'gt',
	'ge',
	'contains',
	'starts_with',
	'ends_with',
	'matches',
	'in',
	'is_null',
	'not_null',
];

/** Texts of the configuration in one case, kept for as long as the plugin lives. */
const kept = new Arena();

/** What is wrong with the condition; empty: nothing. */
export let problem: string = '';

function refuse(message: string): Condition | null {
	if (problem == '') problem = message;
	return null;
}

function refuseValue(where: string, json: Json): Condition | null {
	return refuse(`${where} must be a single value, or a number as {"number": "…"}, found ${shorten(json.source)}`);
}

/** Builds a condition from its JSON. `where` names its place in the configuration. Null after noting a problem. */
export function readCondition(json: Json, where: string): Condition | null {
	if (json.kind != OBJECT) return refuse(`${where} must be an object, found ${shorten(json.source)}`);
	const and = json.get('and');
	const or = json.get('or');
	const not = json.get('not');
	const field = json.get('field');
	const forms = i32(and !== null) + i32(or !== null) + i32(not !== null) + i32(field !== null);
	if (forms != 1) {
		return refuse(`${where} must have exactly one of "field", "and", "or" and "not", found ${shorten(json.source)}`);
	}
	if (not !== null) {
		const part = readCondition(not, `${where}.not`);
		return part === null ? null : new Not(part);
	}
	if (and !== null) {
		const parts = readParts(and, `${where}.and`);
		return parts === null ? null : new All(parts);
	}
	if (or !== null) {
		const parts = readParts(or, `${where}.or`);
		return parts === null ? null : new Any(parts);
	}
	return readComparison(json, field!, where);
}

function readParts(json: Json, where: string): Condition[] | null {
	if (json.kind != ARRAY) {
		refuse(`${where} must be a list of conditions, found ${shorten(json.source)}`);
		return null;
	}
	const parts: Condition[] = [];
	for (let i = 0; i < json.items.length; i++) {
		const part = readCondition(json.items[i], `${where}[${i}]`);
		if (part === null) return null;
		parts.push(part);
	}
	return parts;
}

function readComparison(json: Json, field: Json, where: string): Condition | null {
	if (field.kind != STRING) return refuse(`${where}.field must be text, found ${shorten(field.source)}`);
	for (let i = 0; i < json.keys.length; i++) {
		const key = json.keys[i];
		if (key != 'field' && key != 'op' && key != 'value' && key != 'ignore_case') {
			return refuse(`${where}.${key} is not known; a comparison has field, op, value and ignore_case`);
		}
	}
	const opJson = json.get('op');
	const name = opJson === null ? 'eq' : opJson.text;
	const op = operators.indexOf(name);
	if (op < 0) return refuse(`${where}.op must be one of ${operators.join(', ')}, found "${shorten(name)}"`);
	const ignore = json.get('ignore_case');
	const ignoreCase = ignore !== null && ignore.isTrue;
	const value = json.get('value');
	const wanted: Value[] = [];
	if (op < IS_NULL) {
		if (value === null) return refuse(`${where}.value is missing: ${name} compares with something`);
		if (op == IN) {
			if (value.kind != ARRAY) return refuse(`${where}.value must be a list, found ${shorten(value.source)}`);
			for (let i = 0; i < value.items.length; i++) {
				const one = readValue(value.items[i], ignoreCase);
				if (one === null) return refuseValue(`${where}.value[${i}]`, value.items[i]);
				wanted.push(one);
			}
		} else {
			if (op >= CONTAINS && op <= MATCHES && value.kind != STRING) {
				return refuse(`${where}.value must be text for ${name}, found ${shorten(value.source)}`);
			}
			const one = readValue(value, ignoreCase);
			if (one === null) return refuseValue(`${where}.value`, value);
			wanted.push(one);
		}
	}
	return new Comparison(new FieldPath(field.text), op, wanted, ignoreCase);
}

/** The digits of `{"number": "…"}`; null where it is something else. */
function writtenNumber(json: Json): string | null {
	if (json.kind == NUMBER) return json.source;
	if (json.kind != OBJECT || json.keys.length != 1) return null;
	const digits = json.get('number');
	if (digits === null || digits.kind != STRING) return null;
	const text = bytesOf(digits.text);
	const good = isNumber(text.ptr, text.ptr + text.length);
	text.release();
	return good ? digits.text : null;
}

/** Null where it is neither a single value nor a number in text. */
function readValue(json: Json, ignoreCase: bool): Value | null {
	const value = new Value();
	if (json.kind == BOOLEAN) {
		value.setBoolean(json.isTrue);
	} else if (json.kind == STRING) {
		const bytes = keepText(json.text);
		value.setString(bytes.ptr, bytes.length);
		if (ignoreCase) foldCase(value, kept);
	} else if (json.kind != NULL) {
		const digits = writtenNumber(json);
		if (digits === null) return null;
		const bytes = keepText(digits);
		value.setWritten(bytes.ptr, bytes.ptr + bytes.length);
	}
	return value;
}

import { Config, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { COLON } from '../../../sdk/assemblyscript/assembly/json/scan';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { ARRAY, Json, NUMBER, OBJECT, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { Row } from '../../../sdk/assemblyscript/assembly/row';
import { Aggregate, COUNT, operations, QUANTILE } from './aggregate';

/** The aggregates of the configuration; problems are noted there. */
export function readAggregates(config: Config, row: Row, groupBy: string[]): Aggregate[] {
	const exactLimit = config.integer('exact_values', 1000, 1, 1_000_000);
	const found: Aggregate[] = [];
	const names: string[] = groupBy.slice(0);
	const list = config.get('aggregates');
	if (list === null) {
		add(found, new Aggregate(COUNT, -1, 0, -1, exactLimit, ''), 'count', names, config);
		return found;
	}
	if (list.kind != ARRAY) {
		config.refuse(`config.aggregates must be a list, found ${shorten(list.source)}`);
		return found;
	}
	for (let i = 0; i < list.items.length; i++) {
		readOne(list.items[i], `config.aggregates[${i}]`, config, row, exactLimit, found, names);
	}
	return found;
}

function textOf(json: Json, key: string, fallback: string): string {
	const value = json.get(key);
	return value !== null && value.kind == STRING ? value.text : fallback;
}

function readOne(
	json: Json,
	where: string,
	config: Config,
	row: Row,
	exactLimit: i32,
	found: Aggregate[],
	names: string[],
): void {
	if (json.kind != OBJECT) return config.refuse(`${where} must be an object, found ${shorten(json.source)}`);
	for (let i = 0; i < json.keys.length; i++) {
		const key = json.keys[i];
		if (key != 'op' && key != 'field' && key != 'q' && key != 'as') {
			return config.refuse(`${where}.${key} is not known; an aggregate has op, field, q and as`);
		}
	}
	const name = textOf(json, 'op', '');
	const op = operations.indexOf(name);
	if (op < 0) return config.refuse(`${where}.op must be one of ${operations.join(', ')}, found "${shorten(name)}"`);
	const field = textOf(json, 'field', '');
	if (field == '' && op != COUNT) return config.refuse(`${where}.field is missing: ${name} is of a field`);
	let q: f64 = 0;
	let label = op == COUNT && field == '' ? name : `${name}_${field}`;
	if (op == QUANTILE) {
		const part = json.get('q');
		if (part === null || part.kind != NUMBER || part.number < 0 || part.number > 1) {
			return config.refuse(`${where}.q must be a number from 0 to 1, e.g. 0.5 for the median`);
		}
		q = part.number;
		label = `${name}_${field}_${part.source}`;
	}
	const column = field == '' ? -1 : row.column(field);
	const aggregate = new Aggregate(op, column, q, op == QUANTILE ? earlier(found, column) : -1, exactLimit, field);
	add(found, aggregate, textOf(json, 'as', label), names, config);
}

/** The first quantile of the same field, or -1. */
function earlier(found: Aggregate[], column: i32): i32 {
	for (let i = 0; i < found.length; i++) if (found[i].op == QUANTILE && found[i].column == column) return i;
	return -1;
}

function add(found: Aggregate[], aggregate: Aggregate, label: string, names: string[], config: Config): void {
	if (names.includes(label))
		config.refuse(`config: two columns of the result have the name "${label}"; name one with "as"`);
	names.push(label);
	writeText(aggregate.label, label);
	aggregate.label.byte(COLON);
	found.push(aggregate);
}

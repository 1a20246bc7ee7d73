import { Bytes, bytesOf } from '../../../sdk/assemblyscript/assembly/bytes';
import { Config, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { compact } from '../../../sdk/assemblyscript/assembly/json/compact';
import { STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { Conversion, targets } from './convert';
import { Mapper } from './mapper';
import { Parser } from './parse-expression';

/** Fills a mapper from the configuration; problems are noted there. */
export function readMapping(config: Config, mapper: Mapper): void {
	config.only(['select', 'drop', 'rename', 'set', 'convert', 'compute', 'date_order']);
	const dayFirst = config.choice('date_order', ['mdy', 'dmy'], 'mdy') == 'dmy';
	mapper.selects = config.get('select') !== null;
	const select = config.list('select');
	for (let i = 0; i < select.length; i++) mapper.column(select[i]).selected = true;
	const drop = config.list('drop');
	for (let i = 0; i < drop.length; i++) mapper.column(drop[i]).dropped = true;
	readRenames(config, mapper);
	readConversions(config, mapper, dayFirst);
	readConstants(config, mapper);
	readComputations(config, mapper);
	const clash = mapper.settle();
	if (clash != '') config.refuse(clash);
}

function readRenames(config: Config, mapper: Mapper): void {
	const rename = config.object('rename');
	if (rename === null) return;
	for (let i = 0; i < rename.keys.length; i++) {
		const to = rename.items[i];
		if (to.kind != STRING) config.refuse(`config.rename.${rename.keys[i]} must be text, found ${shorten(to.source)}`);
		else mapper.column(rename.keys[i]).rename(to.text);
	}
}

function readConversions(config: Config, mapper: Mapper, dayFirst: bool): void {
	const convert = config.object('convert');
	if (convert === null) return;
	for (let i = 0; i < convert.keys.length; i++) {
		const name = convert.keys[i];
		const target = targets.indexOf(convert.items[i].text);
		if (target < 0) {
			config.refuse(
				`config.convert.${name} must be one of ${targets.join(', ')}, found ${shorten(convert.items[i].source)}`,
			);
			continue;
		}
		const column = mapper.column(name);
		column.index = mapper.row.column(name);
		const conversion = new Conversion(name, column.index, target, dayFirst);
		column.conversion = conversion;
		mapper.conversions.push(conversion);
	}
}

function readConstants(config: Config, mapper: Mapper): void {
	const set = config.object('set');
	if (set === null) return;
	for (let i = 0; i < set.keys.length; i++) {
		const text = bytesOf(set.items[i].source);
		const constant = new Bytes();
		compact(constant, text.ptr, text.ptr + text.length);
		text.release();
		mapper.column(set.keys[i]).constant = constant;
	}
}

function readComputations(config: Config, mapper: Mapper): void {
	const compute = config.object('compute');
	if (compute === null) return;
	for (let i = 0; i < compute.keys.length; i++) {
		const name = compute.keys[i];
		const source = compute.items[i];
		if (source.kind != STRING) {
			config.refuse(`config.compute.${name} must be an expression in text, found ${shorten(source.source)}`);
			continue;
		}
		const column = mapper.column(name);
		if (column.constant !== null) config.refuse(`config: ${name} is both set and computed`);
		const parser = new Parser(source.text, mapper.row);
		column.expression = parser.parse();
		column.index = mapper.row.column(name);
		mapper.computed.push(column);
		if (parser.problem != '') config.refuse(`config.compute.${name}: ${parser.problem}`);
	}
}

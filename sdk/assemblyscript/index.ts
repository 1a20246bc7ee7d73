// All of the SDK for plugins by the plugin interface, under one name. A plugin also re-exports the allocator:
// `export { alloc, dealloc } from '@dataflare/plugin-sdk-assemblyscript';`
export { Arena } from './assembly/arena';
export { Bytes, bytesOf, compareBytes, copyBytes, sameBytes } from './assembly/bytes';
export { Config, readConfig, shorten } from './assembly/config';
export { hashBytes } from './assembly/hash';
export {
	Answer,
	appendFile,
	CANCELLED,
	explain,
	fail,
	getConfig,
	getEnv,
	getState,
	howToAllow,
	http,
	INVALID,
	IO_ERROR,
	listDir,
	logDebug,
	logError,
	logInfo,
	logWarn,
	NO_SPACE,
	NOT_FOUND,
	NOT_PERMITTED,
	now,
	progress,
	random,
	readFile,
	replaceFile,
	setState,
	TIMED_OUT,
	TOO_LARGE,
} from './assembly/host';
export { compact } from './assembly/json/compact';
export { FieldPath } from './assembly/json/field-path';
export { Fields } from './assembly/json/fields';
export { isNumber, parseNumber, writeInteger, writeNumber } from './assembly/json/number';
export { Records } from './assembly/json/records';
export { unescape, writeString, writeText } from './assembly/json/text';
export { Json, parseConfig, parseTree } from './assembly/json/tree';
export { Written } from './assembly/json/written';
export { writeFolded, writeLower, writeUpper } from './assembly/letter-case';
export { alloc, collect, dealloc } from './assembly/memory';
export {
	hexOf,
	Packed,
	packF64,
	packI32,
	packI64,
	packSpan,
	readBase64,
	writeBase64,
} from './assembly/packed';
export { Row } from './assembly/row';
export { BOOLEAN, NESTED, NULL, NUMBER, STRING, Value } from './assembly/value';

// A plugin as a class of its role. Its file calls `serve` and re-exports the functions of the role:
// `export { alloc, dealloc, filter_data, plugin_cleanup, plugin_init } from '@dataflare/plugin-sdk-assemblyscript';`
export { Aggregator, aggregate_data, aggregate_result } from './roles/aggregator';
export { Destination, write_data } from './roles/destination';
export { Filter, filter_data } from './roles/filter';
export { Output } from './roles/output';
export { load_state, Plugin, plugin_cleanup, plugin_init, save_state, serve } from './roles/plugin';
export { Processor, process_data } from './roles/processor';
export { Record } from './roles/record';
export { Settings } from './roles/settings';
export { read_data, Source } from './roles/source';
export { Transformer, transform_data } from './roles/transformer';

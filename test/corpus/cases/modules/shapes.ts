import { bytesOf, header, leb, moduleOf, onePage, section } from '../../../support/guests/wasm-bytes.ts';
import type { ModuleCase } from './module-case.ts';

/** Sections and memories. */
export const shapeCases: readonly ModuleCase[] = [
	{ what: 'is empty', module: () => new Uint8Array(0), expected: 'plugin_load' },
	{ what: 'is its header alone', module: () => bytesOf(header), expected: 'plugin_load' },
	{
		what: 'is of a version to come',
		module: () => bytesOf([0, 0x61, 0x73, 0x6d, 2, 0, 0, 0]),
		expected: 'plugin_load',
	},
	{ what: 'is a component', module: () => bytesOf([0, 0x61, 0x73, 0x6d, 13, 0, 1, 0]), expected: 'plugin_load' },
	{ what: 'is JavaScript', module: () => bytesOf('process.exit()'), expected: 'plugin_load' },
	{ what: 'is a megabyte of zeros', module: () => new Uint8Array(1_048_576), expected: 'plugin_load' },
	{
		what: 'has a section that claims four gigabytes',
		module: () => bytesOf(header, [1, 0xff, 0xff, 0xff, 0xff, 0x0f]),
		expected: 'plugin_load',
	},
	{
		what: 'has a section of an unknown kind',
		module: () => bytesOf(moduleOf({}), section(99, [0])),
		expected: 'plugin_load',
	},
	{
		what: 'has its sections in another order',
		module: () => bytesOf(header, onePage, moduleOf({ memory: new Uint8Array(0) }).subarray(8)),
		expected: 'plugin_load',
	},
	{
		what: 'has two memory sections',
		module: () => moduleOf({ memory: bytesOf(onePage, section(5, [1, 0, 0x80, 0x80, 4])) }),
		expected: 'plugin_load',
	},
	{
		what: 'has two memories',
		module: () => moduleOf({ memory: section(5, [2, 0, 1, 0, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'hides a second memory behind a longer section',
		module: () => moduleOf({ memory: section(5, [1, 0, 1, 0, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory of 64 bits',
		module: () => moduleOf({ memory: section(5, [1, 4, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a shared memory',
		module: () => moduleOf({ memory: section(5, [1, 3, 1, 2]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has pages of one byte',
		module: () => moduleOf({ memory: section(5, [1, 8, 1, 0]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory with unknown flags',
		module: () => moduleOf({ memory: section(5, [1, 0x40, 1]) }),
		expected: 'plugin_load',
	},
	{
		what: 'has a memory that starts at four gigabytes',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(65_536)) }),
		expected: 'memory_limit',
	},
	{
		what: 'has a memory beyond four gigabytes',
		module: () => moduleOf({ memory: section(5, [1, 0], leb(65_537)) }),
		expected: 'memory_limit',
	},
	{
		what: 'has a maximum below its minimum',
		module: () => moduleOf({ memory: section(5, [1, 1, 3, 2]) }),
		expected: 'plugin_load',
	},
	{
		what: 'writes one as five bytes',
		module: () => moduleOf({ memory: section(5, [1, 0, 0x81, 0x80, 0x80, 0x80, 0]) }),
		expected: 'ok',
	},
	{
		what: 'writes one as six bytes',
		module: () => moduleOf({ memory: section(5, [1, 0, 0x81, 0x80, 0x80, 0x80, 0x80, 0]) }),
		expected: 'plugin_load',
	},
];

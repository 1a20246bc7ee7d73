/**
 * What people read of each host function, in every language. A function without its words does not compile, nor do words
 * of a function that there is not.
 */
import { descriptorCalls } from '../../shared/host/descriptor-calls.ts';
import {
	type BrokeredName,
	type DescriptorCallName,
	type HostFunctionName,
	type HostOp,
	hostFunctionNames,
	hostOps,
	operation,
} from '../../shared/host/operations.ts';
import type { PolicyKind } from '../../shared/policy/powers.ts';

type Said = Readonly<Record<'en' | 'zhCN', string>>;

/** What a function does; and of one that asks the host for something, what stands before what it asked it of. */
type Words = {
	readonly [Name in HostFunctionName]: Name extends BrokeredName
		? { readonly does: Said; readonly asked: Said }
		: { readonly does: Said };
};

const words: Words = {
	host_log: { does: { en: 'Writes a line to the log', zhCN: '写一行日志' } },
	host_get_time: { does: { en: 'Reads the clock', zhCN: '读取时钟' } },
	host_random: { does: { en: 'Gets a random number', zhCN: '获取随机数' } },
	host_set_error: { does: { en: 'Says what went wrong', zhCN: '说明出错原因' } },
	host_progress: { does: { en: 'Reports progress', zhCN: '报告进度' } },
	host_get_config: { does: { en: 'Reads its own configuration', zhCN: '读取自身配置' } },
	host_get_env: {
		does: { en: 'Reads an environment variable', zhCN: '读取环境变量' },
		asked: { en: 'read the variable', zhCN: '读取环境变量' },
	},
	host_read_file: { does: { en: 'Reads a file', zhCN: '读取文件' }, asked: { en: 'read', zhCN: '读取' } },
	host_write_file: { does: { en: 'Writes a file', zhCN: '写入文件' }, asked: { en: 'write', zhCN: '写入' } },
	host_list_dir: { does: { en: 'Lists a folder', zhCN: '列出文件夹内容' }, asked: { en: 'list', zhCN: '列出' } },
	host_http: {
		does: { en: 'Sends an HTTP request', zhCN: '发送 HTTP 请求' },
		asked: { en: 'connect to', zhCN: '连接' },
	},
	host_state_get: {
		does: { en: 'Reads its own stored state', zhCN: '读取自身保存的状态' },
		asked: { en: 'recall from its state', zhCN: '读取自身状态' },
	},
	host_state_set: {
		does: { en: 'Writes its own stored state', zhCN: '写入自身保存的状态' },
		asked: { en: 'keep in its state', zhCN: '保存自身状态' },
	},
};

/** What stands before what a WASI program asked something of. */
const descriptorWords: Readonly<Record<DescriptorCallName, Said>> = {
	begin: { en: 'see which folders it has', zhCN: '查看可用文件夹' },
	close: { en: 'close', zhCN: '关闭' },
	openRead: { en: 'open for reading', zhCN: '打开以读取' },
	openWrite: { en: 'open for writing', zhCN: '打开以写入' },
	read: { en: 'read', zhCN: '读取' },
	write: { en: 'write', zhCN: '写入' },
	facts: { en: 'look at', zhCN: '查看' },
	change: { en: 'change', zhCN: '更改' },
	list: { en: 'list', zhCN: '列出' },
	pathFacts: { en: 'look at', zhCN: '查看' },
	pathTimes: { en: 'change the times of', zhCN: '更改时间' },
	readLink: { en: 'read the link', zhCN: '读取链接' },
	makeFolder: { en: 'make the folder', zhCN: '新建文件夹' },
	remove: { en: 'remove', zhCN: '删除' },
	move: { en: 'move', zhCN: '移动' },
	link: { en: 'link', zhCN: '创建链接' },
	symlink: { en: 'make the link', zhCN: '新建链接' },
};

/** The same for what a policy is asked, where that is not the name of an operation. */
const kindWords: Readonly<Record<Exclude<PolicyKind, HostOp>, Said>> = {
	read: { en: 'read', zhCN: '读取' },
	write: { en: 'write', zhCN: '写入' },
	list: { en: 'list', zhCN: '列出' },
	env: { en: 'read the variable', zhCN: '读取环境变量' },
};

/** What components import of the host's own interfaces, by the host function that does the same. */
export const componentCalls: Readonly<Record<string, HostFunctionName>> = {
	'log#log': 'host_log',
	'log#progress': 'host_progress',
	'chance#now': 'host_get_time',
	'chance#random': 'host_random',
	'chance#random-bytes': 'host_random',
	'configuration#get': 'host_get_config',
	'environment#get': 'host_get_env',
	'state#get': 'host_state_get',
	'state#set': 'host_state_set',
	'files#read': 'host_read_file',
	'files#write': 'host_write_file',
	'files#list': 'host_list_dir',
	'http#send': 'host_http',
};

type Language = keyof Said;

/** What each host function does. */
export function whatItDoes(language: Language): Readonly<Record<HostFunctionName, string>> {
	const entries = hostFunctionNames.map((name) => [name, words[name].does[language]]);
	return Object.fromEntries(entries) as Record<HostFunctionName, string>;
}

/** What a plugin asked its host for, before what it asked it of. */
export function whatWasAsked(language: Language): Readonly<Record<HostOp | PolicyKind, string>> {
	const ops = hostOps.flatMap((op) => {
		const { name } = operation(op);
		return name === null ? [] : [[op, words[name].asked[language]]];
	});
	const calls = Object.entries(descriptorCalls).map(([name, { op }]) => [
		op,
		descriptorWords[name as DescriptorCallName][language],
	]);
	const kinds = Object.entries(kindWords).map(([kind, said]) => [kind, said[language]]);
	return Object.fromEntries([...kinds, ...ops, ...calls]) as Record<HostOp | PolicyKind, string>;
}

import type { HostFunctionName } from '../../host/operations.ts';

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

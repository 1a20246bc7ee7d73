// What every plugin is, whatever its role, and the module's functions of that.
import { readConfig } from '../assembly/config';
import { fail, INVALID } from '../assembly/host';
import { Records } from '../assembly/json/records';
import { Json, parseTree } from '../assembly/json/tree';
import { collect } from '../assembly/memory';
import { Output } from './output';
import { Record } from './record';
import { Settings } from './settings';

/** A plugin extends the class of its role, and `serve` makes it the one that the module's functions call. */
export abstract class Plugin {
	private problem: string = '';
	private status: i32 = 0;

	/** Reads the settings, once for each instance. The first one that is wrong fails the load. */
	start(settings: Settings): void {}

	/** Before the instance is released. */
	stop(): void {}

	/** Writes as JSON what another instance with the same configuration needs to go on. */
	save(out: Output): void {
		this.fail('this plugin saves no state');
	}

	/** Takes up what `save` wrote, before anything else is called. */
	load(state: Json): void {
		this.fail('this plugin loads no state');
	}

	/** The call fails once the function returns, with the first reason that was given. */
	fail(why: string, status: i32 = INVALID): void {
		if (this.status != 0) return;
		this.problem = why;
		this.status = status;
	}

	/** Whether this call has failed. */
	get failed(): bool {
		return this.status != 0;
	}

	/** 0, or the status to return after what is wrong was reported; the next call begins anew. */
	outcome(): i32 {
		if (this.status == 0) return 0;
		const status = fail(this.problem, this.status);
		this.problem = '';
		this.status = 0;
		return status;
	}
}

/** What the functions of a module share. */
export class Served {
	readonly records: Records = new Records();
	readonly record: Record = new Record(this.records);
	readonly out: Output = new Output();

	constructor(readonly plugin: Plugin) {}

	/** What a call that wrote its answer returns. */
	answer(): i32 {
		const status = this.plugin.outcome();
		if (status != 0) return status;
		this.out.endRecord();
		return this.out.result();
	}
}

let current: Served | null = null;

/** Makes this the module's plugin; called once, at the top of its file. */
export function serve(plugin: Plugin): void {
	current = new Served(plugin);
}

/** The module's plugin. */
export function served(): Served {
	return current!;
}

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return INVALID;
	const plugin = served().plugin;
	const settings = new Settings(config.root);
	plugin.start(settings);
	const status = settings.finish();
	return status != 0 ? status : plugin.outcome();
}

export function plugin_cleanup(): i32 {
	served().plugin.stop();
	return served().plugin.outcome();
}

export function save_state(): i32 {
	return collect(save());
}

function save(): i32 {
	const parts = served();
	parts.out.clear();
	parts.plugin.save(parts.out);
	return parts.answer();
}

export function load_state(ptr: usize, length: i32): i32 {
	return collect(take(ptr, length));
}

function take(ptr: usize, length: i32): i32 {
	const state = parseTree(ptr, length);
	if (state === null) return fail('the state is not JSON');
	served().plugin.load(state);
	return served().plugin.outcome();
}

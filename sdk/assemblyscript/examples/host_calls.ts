// A processor that asks the host for what each record says: `{"do": "read", "path": "a.txt"}`.
import {
	Answer,
	appendFile,
	bytesOf,
	explain,
	FieldPath,
	getConfig,
	getEnv,
	getState,
	http,
	Json,
	listDir,
	logDebug,
	logError,
	logInfo,
	logWarn,
	now,
	Output,
	parseTree,
	Processor,
	progress,
	random,
	Record,
	readFile,
	replaceFile,
	serve,
	setState,
} from '..';

export { alloc, dealloc, plugin_cleanup, plugin_init, process_data } from '..';

const act = new FieldPath('do');
const key = new FieldPath('key');
const path = new FieldPath('path');
const text = new FieldPath('text');
const url = new FieldPath('url');

class HostCalls extends Processor {
	private what: string = '';

	process(record: Record, out: Output): void {
		this.what = record.toText(act);
		if (this.what == 'log') {
			logDebug('a');
			logInfo('b');
			logWarn('c');
			logError('d');
		} else if (this.what == 'time') out.integer(now());
		else if (this.what == 'random') out.number(random());
		else if (this.what == 'progress') progress(3, 10);
		else if (this.what == 'config') this.say(getConfig(record.toText(key)), out);
		else if (this.what == 'env') this.say(getEnv(record.toText(key)), out);
		else if (this.what == 'read') this.say(readFile(record.toText(path), 1, 1024), out);
		else if (this.what == 'replace') this.heed(replaceFile(record.toText(path), bytesOf(record.toText(text))));
		else if (this.what == 'append') this.heed(appendFile(record.toText(path), bytesOf(record.toText(text))));
		else if (this.what == 'list') this.say(listDir(record.toText(path)), out);
		else if (this.what == 'get') this.say(getState(record.toText(key)), out);
		else if (this.what == 'set') this.heed(setState(record.toText(key), bytesOf(record.toText(text))));
		else if (this.what == 'http') this.send(record, out);
		else this.fail(`there is nothing called ${this.what}`);
	}

	private heed(status: i32): void {
		if (status < 0) this.fail(`cannot ${this.what}: ${explain(status)}`, status);
	}

	private say(answer: Answer, out: Output): void {
		this.heed(answer.status);
		if (answer.status == 0) out.answer(answer);
	}

	private send(record: Record, out: Output): void {
		const request = new Output();
		request.beginObject().key('method').text('POST').key('url');
		record.writeField(url, request);
		request.key('headers').beginObject().key('x-test').text('1').endObject().key('body');
		record.writeField(text, request);
		request.endObject();
		const answer = http(request.bytes);
		request.bytes.release();
		this.heed(answer.status);
		if (answer.status < 0) return;
		const response = parseTree(answer.ptr, answer.length)!;
		answer.free();
		const headers = response.get('headers')!;
		out.beginObject().key('status').number(response.get('status')!.number);
		out.key('type').text(textIn(headers, 'content-type'));
		out.key('body').text(textIn(response, 'body')).endObject();
	}
}

function textIn(object: Json, name: string): string {
	const found = object.get(name);
	return found === null ? '' : found.text;
}

serve(new HostCalls());

// A destination that appends records to a file, a batch at a time.
import { appendFile, Destination, explain, Output, Record, Settings, serve } from '..';

export { alloc, dealloc, plugin_cleanup, plugin_init, write_data } from '..';

class Keep extends Destination {
	private path: string = '';
	private batch: Output = new Output();

	start(settings: Settings): void {
		this.path = settings.text('path', 'kept.ndjson');
	}

	write(record: Record): void {
		record.write(this.batch);
		this.batch.endRecord();
	}

	flush(): void {
		const status = appendFile(this.path, this.batch.bytes);
		this.batch.clear();
		if (status < 0) this.fail(`cannot write to ${this.path}: ${explain(status)}`, status);
	}
}

serve(new Keep());

// A source that counts to `count`, some records at a time, and can be taken up again where it was.
import { Json, logInfo, NUMBER, Output, progress, Settings, Source, serve } from '..';

export { alloc, dealloc, load_state, plugin_cleanup, plugin_init, read_data, save_state } from '..';

class Counter extends Source {
	private next: i64 = 1;
	private count: i64 = 0;

	start(settings: Settings): void {
		settings.only(['count']);
		this.count = settings.integer('count', 3, 0, 1_000_000);
	}

	stop(): void {
		logInfo(`counted to ${this.next - 1}`);
	}

	read(out: Output): void {
		for (let i = 0; i < 1000 && this.next <= this.count; i++) {
			out
				.beginObject()
				.key('n')
				.integer(this.next++)
				.endObject();
			out.endRecord();
		}
		progress(this.next - 1, this.count);
	}

	save(out: Output): void {
		out.beginObject().key('next').integer(this.next).endObject();
	}

	load(state: Json): void {
		const next = state.get('next');
		if (next === null || next.kind != NUMBER) this.fail('there is no number "next" in it');
		else this.next = <i64>next.number;
	}
}

serve(new Counter());

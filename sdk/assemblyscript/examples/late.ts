// A filter that keeps the records with more than `minutes` of delay.
import { FieldPath, Filter, Record, Settings, serve } from '..';

export { alloc, dealloc, filter_data, plugin_cleanup, plugin_init } from '..';

const delay = new FieldPath('delay');

class Late extends Filter {
	private minutes: f64 = 0;

	start(settings: Settings): void {
		this.minutes = settings.number('minutes', 15);
	}

	keep(record: Record): bool {
		if (!record.has(delay)) this.fail('a record has no delay');
		return record.toNumber(delay) > this.minutes;
	}
}

serve(new Late());

/* A processor: any number of records for each. Of `every` records this one passes on the first. */
#include "dataflare.h"

static int every = 2;
static int seen = 0;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	every = config_number("every", 2, 1000000);
	return every < 1 ? fail("config.every must be a whole number from 1 to 1000000") : 0;
}

/* The record that comes of one; 0 for none. */
EXPORT("process_data") int process_data(const char *record, int length) {
	int at = seen;
	seen = (seen + 1) % every;
	if (at > 0) return 0;
	result.length = 0;
	return put(record, length) ? answer() : fail("the record is too large");
}

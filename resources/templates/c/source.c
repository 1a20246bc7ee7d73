/* A source: counts up to `count` of its configuration, a record for each number. */
#include "dataflare.h"

static int count = 3;
static int next = 1;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	count = config_number("count", 3, 1000000000);
	return count < 0 ? fail("config.count must be a whole number from 0 to 1000000000") : 0;
}

/* The next record; 0 at the end. */
EXPORT("read_data") int read_data(void) {
	if (next > count) return 0;
	result.length = 0;
	put_text("{\"n\":");
	put_number((unsigned)next++);
	put_text("}");
	return answer();
}
